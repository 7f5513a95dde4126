import type { z } from '../../engine/base/zod.js';
import { appChannels } from './app.js';
import { dataChannels } from './data.js';
import type { Reply } from './define.js';
import { engineChannels } from './engine.js';
import { jobChannels } from './jobs.js';
import { projectChannels } from './project.js';
import type { Pushes } from './pushes.js';

export type { AppInfo, Theme } from './app.js';
export type { Reply } from './define.js';
export type { EngineState, RunDetail, RunEpoch, RunSummary } from './engine.js';
export type { Accepted, JobRequest, JobUpdate } from './jobs.js';
export type { Example, LoomDocument, NamedFile, RecentFile, Recovery } from './project.js';
export type { MenuCommand, Pushes } from './pushes.js';

/** Every call between the window and the main process, by name. `window.loom` is derived from this. */
export const channels = {
  ...projectChannels,
  ...dataChannels,
  ...engineChannels,
  ...jobChannels,
  ...appChannels,
};

type Channels = typeof channels;

/** A channel's name, `area.call`. */
export type ChannelName = keyof Channels;
/** The input of a channel. */
export type Input<N extends ChannelName> = z.output<Channels[N]['input']>;
/** The output of a channel. */
export type Output<N extends ChannelName> = z.output<Channels[N]['output']>;

type AreaOf<N> = N extends `${infer Area}.${string}` ? Area : never;
type CallOf<Area extends string, N> = N extends `${Area}.${infer Call}` ? Call : never;
type Call<N extends ChannelName> =
  undefined extends Input<N>
    ? () => Promise<Reply<Output<N>>>
    : (input: Input<N>) => Promise<Reply<Output<N>>>;

/** Subscriptions to pushes; each returns the function that ends it. */
export type Subscriptions = {
  readonly [P in keyof Pushes]: (listener: (payload: Pushes[P]) => void) => () => void;
};

/** The whole of `window.loom`: `loom.project.open()`, `loom.on.menu(listener)`. */
export type LoomApi = {
  readonly [Area in AreaOf<ChannelName>]: {
    readonly [C in CallOf<Area, ChannelName>]: Call<Extract<ChannelName, `${Area}.${C}`>>;
  };
} & { readonly on: Subscriptions };

declare global {
  interface Window {
    readonly loom: LoomApi;
  }
}

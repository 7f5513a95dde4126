import type { z } from '../../engine/base/zod.js';
import {
  appChannels,
  dataChannels,
  engineChannels,
  type EngineState,
  type NamedFile,
  projectChannels,
  type Theme,
} from './channels.js';
import type { Reply } from './define.js';
import { jobChannels, type JobUpdate } from './jobs.js';

export type { AppInfo, Theme } from './channels.js';
export type { Reply } from './define.js';
export type { EngineState, RunDetail, RunEpoch, RunSummary } from './channels.js';
export type { Accepted, JobRequest, JobUpdate } from './jobs.js';
export type { Example, LoomDocument, NamedFile, RecentFile, Recovery } from './channels.js';

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

/** A menu command's id; `view.ID` shows a workspace. */
export type MenuCommand =
  | 'file.new'
  | 'file.open'
  | 'file.save'
  | 'file.saveAs'
  | 'file.saveAndClose'
  | 'file.export'
  | 'edit.undo'
  | 'edit.redo'
  | 'edit.duplicate'
  | 'edit.delete'
  | 'edit.selectAll'
  | 'view.palette'
  | 'view.fit'
  | 'view.zoomIn'
  | 'view.zoomOut'
  | 'view.layout'
  | 'train.start'
  | 'train.pause'
  | 'train.stop'
  | 'help.shortcuts'
  | 'help.log'
  | 'help.about'
  | `view.${string}`;

/** Messages from the main process to the window, by the name of its subscription in `window.loom.on`. */
export interface Pushes {
  /** News of a job, in order, at most 10 messages a second. */
  readonly jobUpdates: { readonly id: string; readonly updates: readonly JobUpdate[] };
  /** The engine became ready, or died. */
  readonly engineState: EngineState;
  readonly menu: MenuCommand;
  /**
   * The system, a second start or a dropped file wants this project or exported model open. Deal with unsaved work,
   * then call `project.open` or start the job `readProject`.
   */
  readonly openRequest: NamedFile;
  /** Data, not a project, was dropped on the window; `data.openTable` or the job `inspectImages` reads it. */
  readonly dataDropped: { readonly kind: 'table' | 'images' };
  readonly theme: Theme;
}

/** Sends a message to the window. */
export type Push = <P extends keyof Pushes>(name: P, payload: Pushes[P]) => void;

/** Every subscription; the preload script offers exactly these. */
export const PUSH_NAMES = [
  'jobUpdates',
  'engineState',
  'menu',
  'openRequest',
  'dataDropped',
  'theme',
] as const satisfies readonly (keyof Pushes)[];

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

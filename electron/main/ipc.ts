import type { IpcMain, WebFrameMain } from 'electron';
import { problem } from '../../engine/base/problem.js';
import { schemaIssues } from '../../engine/base/schemaIssues.js';
import { describeFailure } from '../../engine/jobs/protocol.js';
import {
  type ChannelName,
  channels,
  type Input,
  type Output,
  type Push,
  type Reply,
} from '../ipc/contract.js';
import { appHandlers } from './handlers/app.js';
import { dataHandlers } from './handlers/data.js';
import { jobHandlers } from './handlers/jobs.js';
import { projectHandlers } from './handlers/project.js';
import { runHandlers } from './handlers/runs.js';
import { APP_ORIGIN } from './protocol.js';
import type { Shell } from './shell.js';

/** The main process's handler for each channel; it returns nothing where the channel replies null. */
export type Handlers = {
  readonly [N in ChannelName]: [Output<N>] extends [null]
    ? (input: Input<N>) => void | Promise<void>
    : (input: Input<N>) => Output<N> | Promise<Output<N>>;
};

/** The handlers of the channels in an area. */
export type HandlersOf<Area extends string> = Pick<Handlers, Extract<ChannelName, `${Area}.${string}`>>;

/** The handlers of every channel. */
export function createHandlers(shell: Shell): Handlers {
  return {
    ...projectHandlers(shell),
    ...dataHandlers(shell),
    ...runHandlers(shell),
    ...jobHandlers(shell),
    ...appHandlers(shell),
  };
}

/** Receives unexpected errors, for the log. */
type Report = (message: string, detail: unknown) => void;

/**
 * Answers one call: validates the input, runs the handler, validates the output. Never rejects: every error is
 * returned as a problem.
 */
export async function answer(
  handlers: Handlers,
  name: ChannelName,
  raw: unknown,
  report: Report,
): Promise<Reply<unknown>> {
  const { input, output } = channels[name];
  const parsed = input.safeParse(raw);
  if (!parsed.success) {
    const [issue] = schemaIssues(parsed.error);
    return { ok: false, problem: problem('shell/bad-request', { call: name, issue: issue! }) };
  }
  try {
    // `Handlers` guarantees that this handler accepts this channel's input.
    const handler = handlers[name] as (input: unknown) => unknown;
    return { ok: true, value: output.parse((await handler(parsed.data)) ?? null) };
  } catch (error) {
    const { problem: found, stack } = describeFailure(error);
    if (stack !== null) report(name, stack);
    return { ok: false, problem: found };
  }
}

/** A page's frame, of which there is one object. */
type Frame = Pick<WebFrameMain, 'url'>;

/** Answers the calls of the app's page, and hears of files dropped on it; rejects calls from any other frame. */
export function serveCalls(
  ipcMain: Pick<IpcMain, 'handle' | 'on'>,
  shell: Shell,
  ownFrame: () => Frame,
): void {
  const handlers = createHandlers(shell);
  const isOurs = (frame: Frame | null) =>
    frame !== null && frame === ownFrame() && frame.url.startsWith(`${APP_ORIGIN}/`);

  for (const name of Object.keys(channels) as ChannelName[]) {
    ipcMain.handle(name, (event, raw: unknown) => {
      if (isOurs(event.senderFrame)) return answer(handlers, name, raw, shell.log);
      shell.log(`rejected ${name}`, `it was called from ${event.senderFrame?.url ?? 'a closed frame'}`);
      return { ok: false, problem: problem('shell/forbidden', {}) };
    });
  }
  ipcMain.on('dropped', (event, path: unknown) => {
    if (isOurs(event.senderFrame) && typeof path === 'string') void shell.drop(path);
  });
}

/** Sends pushes to the window, and queues them while it doesn't listen: until `open`, and after `hold`. */
export class PushQueue {
  #waiting: (() => void)[] | null = [];

  constructor(private readonly send: Push) {}

  readonly push: Push = (name, payload) => {
    if (this.#waiting) this.#waiting.push(() => this.send(name, payload));
    else this.send(name, payload);
  };

  open(): void {
    const waiting = this.#waiting ?? [];
    this.#waiting = null;
    for (const send of waiting) send();
  }

  hold(): void {
    this.#waiting = [];
  }
}

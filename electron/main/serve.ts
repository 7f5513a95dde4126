import { ipcMain, type WebFrameMain } from 'electron';
import { problem } from '../../engine/base/problem.js';
import { channels, type ChannelName } from '../ipc/contract.js';
import { answer, type Handlers } from './answer.js';
import { APP_ORIGIN } from './protocol.js';

/** Options of `serveCalls`. */
export interface ServeOptions {
  /** The frame of the app's page, the only one whose calls are answered. */
  readonly ownFrame: () => WebFrameMain;
  /** A file was dropped on the window. */
  readonly onDropped: (path: string) => void;
  readonly log: Record<'warn' | 'error', (...words: unknown[]) => void>;
}

/** Answers the window's calls, one handler per channel; rejects calls from any other frame. */
export function serveCalls(handlers: Handlers, { ownFrame, onDropped, log }: ServeOptions): void {
  const isOurs = (frame: WebFrameMain | null) =>
    frame !== null && frame === ownFrame() && frame.url.startsWith(`${APP_ORIGIN}/`);

  for (const name of Object.keys(channels) as ChannelName[]) {
    ipcMain.handle(name, (event, raw: unknown) => {
      if (isOurs(event.senderFrame)) return answer(name, raw, handlers, (...found) => log.error(...found));
      log.warn(`rejected ${name}: it was called from ${event.senderFrame?.url ?? 'a closed frame'}`);
      return { ok: false, problem: problem('shell/forbidden', {}) };
    });
  }
  ipcMain.on('dropped', (event, path: unknown) => {
    if (isOurs(event.senderFrame) && typeof path === 'string') onDropped(path);
  });
}

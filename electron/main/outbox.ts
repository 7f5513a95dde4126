import type { BrowserWindow } from 'electron';
import type { Push } from './shell.js';

/** What the window is told unasked; until it listens, what it should hear waits. */
export interface Outbox {
  readonly push: Push;
  /** Delivers what has waited: the window listens. */
  readonly open: () => void;
  /** Lets everything wait again: the window is loaded anew. */
  readonly hold: () => void;
}

/** An outbox that holds what it is given. */
export function openOutbox(window: () => BrowserWindow): Outbox {
  let waiting: (() => void)[] | null = [];
  return {
    push: (name, payload) => {
      const send = () => window().webContents.send(`push:${name}`, payload);
      if (waiting) waiting.push(send);
      else if (!window().isDestroyed()) send();
    },
    open: () => {
      const sends = waiting ?? [];
      waiting = null;
      for (const send of sends) send();
    },
    hold: () => {
      waiting = [];
    },
  };
}

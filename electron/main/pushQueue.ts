import type { BrowserWindow } from 'electron';
import type { Push } from './shell.js';

/** Sends pushes to the window, and queues them until it listens. */
export interface PushQueue {
  readonly push: Push;
  /** Delivers the queued pushes once the window listens. */
  readonly open: () => void;
  /** Queues pushes again while the window reloads. */
  readonly hold: () => void;
}

/** Creates an pushQueue that queues until `open` is called. */
export function createPushQueue(window: () => BrowserWindow): PushQueue {
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

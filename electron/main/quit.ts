import { app, type BrowserWindow } from 'electron';
import log from 'electron-log/main';
import type { Documents } from './documents.js';
import { confirmDiscard } from './handlers/project.js';
import type { Push } from './shell.js';

/** Asks before closing the window would lose something. Returns a function that closes it without asking. */
export function guardClose(window: BrowserWindow, documents: Documents, push: Push): () => void {
  let closing = false;
  let asking = false;
  const closeNow = () => {
    closing = true;
    window.close();
  };
  window.on('close', (event) => {
    if (closing) return;
    event.preventDefault();
    // Closing again while the question is open doesn't ask again.
    if (asking) return;
    asking = true;
    void documents
      .loss()
      .then((loss) => (loss === null ? 'discard' : confirmDiscard(window, loss)))
      .finally(() => {
        asking = false;
      })
      .then((choice) => {
        if (choice === 'save') push('menu', 'file.saveAndClose');
        if (choice === 'discard') closeNow();
      });
  });
  return closeNow;
}

/** Quits once the window is closed and each of `parts` has ended, in order. */
export function quitAfter(parts: readonly (() => Promise<unknown>)[]): void {
  let ended = false;
  app.on('window-all-closed', () => app.quit());
  app.on('will-quit', (event) => {
    if (ended) return;
    event.preventDefault();
    void end(parts).then(() => {
      ended = true;
      app.quit();
    });
  });
}

async function end(parts: readonly (() => Promise<unknown>)[]): Promise<void> {
  for (const part of parts) await part().catch((problem: unknown) => log.error('while quitting', problem));
}

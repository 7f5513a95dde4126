import { app, type BrowserWindow } from 'electron';
import log from 'electron-log/main';
import type { Documents } from './documents.js';
import { confirmDiscard } from './handlers/project.js';
import type { Push } from './shell.js';

/** Asks about unsaved changes before the window closes; answers a way to close it without asking. */
export function guardClose(window: BrowserWindow, documents: Documents, push: Push): () => void {
  let closing = false;
  let asking = false;
  const closeNow = () => {
    closing = true;
    window.close();
  };
  window.on('close', (event) => {
    const edited = documents.edited();
    if (closing || edited === null) return;
    event.preventDefault();
    // Whoever closes twice is asked once.
    if (asking) return;
    asking = true;
    void confirmDiscard(window, edited)
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

/** Quits when the window is closed, once `parts` have ended. */
export function quitAfter(parts: readonly (() => Promise<unknown>)[]): void {
  let left = false;
  app.on('window-all-closed', () => app.quit());
  app.on('will-quit', (event) => {
    if (left) return;
    event.preventDefault();
    void Promise.all(parts.map((end) => end()))
      .catch((problem: unknown) => log.error('while quitting', problem))
      .finally(() => {
        left = true;
        app.quit();
      });
  });
}

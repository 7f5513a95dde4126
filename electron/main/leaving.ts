import { app, type BrowserWindow } from 'electron';
import log from 'electron-log/main';
import type { Documents } from './documents.js';
import { confirmDiscard } from './handlers/project.js';
import type { Push } from './shell.js';

/** Asks before the window closes and takes something along; answers a way to close it without asking. */
export function guardClose(window: BrowserWindow, documents: Documents, push: Push): () => void {
  let closing = false;
  let asking = false;
  const closeNow = () => {
    closing = true;
    window.close();
  };
  window.on('close', (event) => {
    const loss = closing ? null : documents.loss();
    if (loss === null) return;
    event.preventDefault();
    // Whoever closes twice is asked once.
    if (asking) return;
    asking = true;
    void confirmDiscard(window, loss)
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

/** Quits when the window is closed, once `parts` have ended, one after the other. */
export function quitAfter(parts: readonly (() => Promise<unknown>)[]): void {
  let left = false;
  app.on('window-all-closed', () => app.quit());
  app.on('will-quit', (event) => {
    if (left) return;
    event.preventDefault();
    void end(parts).then(() => {
      left = true;
      app.quit();
    });
  });
}

async function end(parts: readonly (() => Promise<unknown>)[]): Promise<void> {
  for (const part of parts) await part().catch((problem: unknown) => log.error('while quitting', problem));
}

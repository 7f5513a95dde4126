import { dialog, type BrowserWindow } from 'electron';
import log from 'electron-log/main';

/** A window that dies again so soon would die for ever, in ms. */
const SOON = 10_000;

/** Loads a window anew when its process dies, after `prepare`; gives up, in words, when it dies again at once. */
export function reviveWindow(window: BrowserWindow, prepare: () => void, giveUp: () => void): void {
  let last = -SOON;
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    log.error('the window died', reason);
    prepare();
    const now = performance.now();
    if (now - last >= SOON) {
      last = now;
      window.webContents.reload();
      return;
    }
    dialog.showErrorBox(
      'Layerloom cannot show its window',
      `It stopped twice in a row (${reason}). Unsaved work is kept and offered at the next start. ` +
        `What happened is in ${log.transports.file.getFile().path}.`,
    );
    giveUp();
  });
}

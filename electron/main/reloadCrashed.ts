import { dialog, type BrowserWindow } from 'electron';
import log from 'electron-log/main';

/** A window that crashes again within this time, in ms, would keep crashing. */
const CRASH_LOOP_MS = 10_000;

/** Reloads a crashed window after `prepare`; if it soon crashes again, shows a message and calls `giveUp`. */
export function reloadCrashedWindow(window: BrowserWindow, prepare: () => void, giveUp: () => void): void {
  let last = -CRASH_LOOP_MS;
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    log.error('the window crashed', reason);
    prepare();
    const now = performance.now();
    if (now - last >= CRASH_LOOP_MS) {
      last = now;
      window.webContents.reload();
      return;
    }
    dialog.showErrorBox(
      'Layerloom cannot show its window',
      `It crashed twice in a row (${reason}). Unsaved work is kept and will be offered at the next start. ` +
        `See ${log.transports.file.getFile().path} for details.`,
    );
    giveUp();
  });
}

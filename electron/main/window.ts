import path from 'node:path';
import { BrowserWindow, dialog, nativeTheme, screen } from 'electron';
import { APP_ORIGIN } from './protocol.js';
import type { Settings, SettingsStore } from './settings.js';

const MIN_SIZE = { width: 960, height: 600 };
const DEFAULT_SIZE = { width: 1280, height: 800, maximized: false };
/** The window's color before the first paint, equal to `--bg` in the design tokens. */
const BACKGROUND = { dark: '#0f1218', light: '#f3f4f6' };
/** A window that crashes again within this time, in ms, would keep crashing. */
const CRASH_LOOP_MS = 10_000;

/** Reactions to what happens to the window. */
interface WindowEvents {
  /** Asks what to do with unsaved work before the window closes. */
  readonly confirmClose: () => Promise<'save' | 'discard' | 'cancel'>;
  /** The user wants to save before the window closes. */
  readonly onSave: () => void;
  /** The page crashed, and is about to be loaded again or closed. */
  readonly onCrash: (reason: string) => void;
  /** Named in the message that the window keeps crashing. */
  readonly logFile: string;
}

/** The app's only window. */
export class MainWindow {
  readonly browser: BrowserWindow;
  #asking = false;
  #closing = false;
  #crashed = -CRASH_LOOP_MS;

  /** Opens it at its last position, or with the default size if that is off screen. */
  constructor(settings: SettingsStore, icon: string) {
    const { maximized, ...bounds } = visible(settings.get().window) ?? DEFAULT_SIZE;
    const window = new BrowserWindow({
      ...bounds,
      minWidth: MIN_SIZE.width,
      minHeight: MIN_SIZE.height,
      title: 'Layerloom',
      icon,
      show: false,
      backgroundColor: nativeTheme.shouldUseDarkColors ? BACKGROUND.dark : BACKGROUND.light,
      webPreferences: {
        preload: path.join(__dirname, '../preload/index.cjs'),
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        spellcheck: false,
      },
    });
    this.browser = window;
    if (maximized) window.maximize();
    window.once('ready-to-show', () => window.show());
    window.on('close', () => {
      const { x, y, width, height } = window.getNormalBounds();
      settings.set({ window: { x, y, width, height, maximized: window.isMaximized() } });
    });
    void window.loadURL(`${APP_ORIGIN}/`);
  }

  /** Asks from now on before the window closes, and loads a page that crashed again. */
  guard(events: WindowEvents): void {
    this.browser.on('close', (event) => {
      if (this.#closing) return;
      event.preventDefault();
      void this.#confirmClose(events);
    });
    this.browser.webContents.on('render-process-gone', (_event, { reason }) => this.#reload(reason, events));
  }

  bringForward(): void {
    if (this.browser.isMinimized()) this.browser.restore();
    this.browser.focus();
  }

  /** Closes it without asking. */
  closeNow(): void {
    this.#closing = true;
    this.browser.close();
  }

  /** Closing again while the question is open doesn't ask again. */
  async #confirmClose({ confirmClose, onSave }: WindowEvents): Promise<void> {
    if (this.#asking) return;
    this.#asking = true;
    try {
      const choice = await confirmClose();
      if (choice === 'save') onSave();
      if (choice === 'discard') this.closeNow();
    } finally {
      this.#asking = false;
    }
  }

  #reload(reason: string, { onCrash, logFile }: WindowEvents): void {
    onCrash(reason);
    const now = performance.now();
    if (now - this.#crashed >= CRASH_LOOP_MS) {
      this.#crashed = now;
      this.browser.webContents.reload();
      return;
    }
    dialog.showErrorBox(
      'Layerloom cannot show its window',
      `It crashed twice in a row (${reason}). Unsaved work is kept and will be offered at the next start. ` +
        `See ${logFile} for details.`,
    );
    this.closeNow();
  }
}

/** The saved position; null if no display shows it anymore. */
function visible(place: Settings['window']): Settings['window'] {
  if (!place || place.x === undefined || place.y === undefined) return place;
  const { x, y } = place;
  const shown = screen.getAllDisplays().some(({ workArea }) => {
    const insideX = x < workArea.x + workArea.width && x + place.width > workArea.x;
    return insideX && y >= workArea.y - 1 && y < workArea.y + workArea.height;
  });
  return shown ? place : null;
}

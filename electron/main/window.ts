import path from 'node:path';
import { BrowserWindow, nativeTheme, screen } from 'electron';
import { APP_ORIGIN } from './protocol.js';
import type { Settings, SettingsStore } from './settings.js';

const MIN_SIZE = { width: 960, height: 600 };
const DEFAULT_SIZE = { width: 1280, height: 800, maximized: false };
/** The window's color before the first paint, equal to `--bg` in the design tokens. */
const BACKGROUND = { dark: '#0f1218', light: '#f3f4f6' };

/** Creates the app's only window at its last position, or with the default size if that is off screen. */
export function createWindow(settings: SettingsStore, icon: string): BrowserWindow {
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
  if (maximized) window.maximize();
  window.once('ready-to-show', () => window.show());
  window.on('close', () => {
    const { x, y, width, height } = window.getNormalBounds();
    settings.set({ window: { x, y, width, height, maximized: window.isMaximized() } });
  });
  void window.loadURL(`${APP_ORIGIN}/`);
  return window;
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

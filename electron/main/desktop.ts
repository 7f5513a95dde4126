import { readFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import {
  app,
  clipboard,
  dialog,
  nativeTheme,
  Notification,
  shell,
  type MessageBoxOptions,
  type OpenDialogOptions,
  type SaveDialogOptions,
} from 'electron';
import { VERSION } from '../../engine/base/version.js';
import type { AppInfo, Push, Theme } from '../ipc/contract.js';
import { installMenu, type MenuContents } from './menu.js';
import type { MainWindow } from './window.js';

/** A question in a native dialog. */
export interface Question extends Required<Pick<MessageBoxOptions, 'message' | 'detail'>> {
  readonly buttons: string[];
  /** The index of the button that Enter presses. */
  readonly defaultId: number;
}

/** The desktop as the shell uses it: Electron's, or a fake in tests. */
export type Desktop = Pick<ElectronDesktop, keyof ElectronDesktop>;

/** The window and what stands around it. */
export class ElectronDesktop {
  constructor(private readonly window: MainWindow) {}

  /** Sends a message to the page. */
  readonly send: Push = (name, payload) => {
    if (!this.#browser.isDestroyed()) this.#browser.webContents.send(`push:${name}`, payload);
  };

  /** Asks for a file or folder to open; null when canceled. */
  async askOpen(options: OpenDialogOptions): Promise<string | null> {
    const { canceled, filePaths } = await dialog.showOpenDialog(this.#browser, options);
    return canceled ? null : (filePaths[0] ?? null);
  }

  /** Asks for a file to write; null when canceled. */
  async askSave(options: SaveDialogOptions): Promise<string | null> {
    const { canceled, filePath } = await dialog.showSaveDialog(this.#browser, options);
    return canceled || !filePath ? null : filePath;
  }

  /** Asks a question, and returns the index of the button; the last one cancels. */
  async ask(question: Question): Promise<number> {
    const { response } = await dialog.showMessageBox(this.#browser, {
      ...question,
      type: 'warning',
      cancelId: question.buttons.length - 1,
      noLink: true,
    });
    return response;
  }

  showMenu(contents: MenuContents): void {
    installMenu(contents);
  }

  setTitle(title: string, edited: boolean): void {
    this.#browser.setDocumentEdited(edited);
    this.#browser.setTitle(title);
  }

  /** Shows progress in the taskbar, 0 to 1; null removes it. */
  setProgress(fraction: number | null): void {
    this.#browser.setProgressBar(fraction ?? -1);
  }

  /** Shows a notification unless the window has the focus. */
  notify(title: string, body: string): void {
    if (!this.#browser.isFocused() && Notification.isSupported()) new Notification({ title, body }).show();
  }

  copyText(text: string): void {
    void clipboard.writeText(text);
  }

  showInFolder(path: string): void {
    shell.showItemInFolder(path);
  }

  setTheme(choice: Theme['choice']): void {
    nativeTheme.themeSource = choice;
  }

  /** True if the theme is currently dark. */
  isDark(): boolean {
    return nativeTheme.shouldUseDarkColors;
  }

  /** Versions and hardware. */
  info(): Omit<AppInfo, 'logFile'> {
    const { electron, chrome: chromium, node } = process.versions;
    return {
      name: app.getName(),
      version: VERSION,
      electron,
      chromium,
      node,
      onnxruntime: onnxruntimeVersion(),
      platform: process.platform === 'darwin' || process.platform === 'win32' ? process.platform : 'linux',
      cores: cpus().length,
      memory: totalmem(),
    };
  }

  /** Closes the window without asking. */
  close(): void {
    this.window.closeNow();
  }

  get #browser() {
    return this.window.browser;
  }
}

/** Read from its package.json, because onnxruntime itself may only be loaded in the worker thread. */
function onnxruntimeVersion(): string {
  const manifest = join(app.getAppPath(), 'node_modules', 'onnxruntime-node', 'package.json');
  const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string };
  return version;
}

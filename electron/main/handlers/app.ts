import { readFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { basename, join } from 'node:path';
import { app, clipboard, dialog, nativeTheme, Notification, shell as desktop } from 'electron';
import { atomicWrite } from '../../../engine/io/atomicWrite.js';
import { failure } from '../../../engine/base/problem.js';
import { VERSION } from '../../../engine/base/version.js';
import type { AppInfo, ChannelName, Theme } from '../../ipc/contract.js';
import type { Handlers } from '../answer.js';
import type { Shell } from '../shell.js';

const TEXT_KINDS = {
  python: { name: 'Python', extensions: ['py'] },
  csv: { name: 'CSV table', extensions: ['csv'] },
  text: { name: 'Text', extensions: ['txt'] },
} as const;

type Mine = Extract<ChannelName, `app.${string}` | `theme.${string}`>;

/** Handlers of the app itself: versions, log, clipboard, notifications, theme. */
export function appHandlers(shell: Shell): Pick<Handlers, Mine> {
  const { files, settings } = shell;
  return {
    'app.ready': ({ workspaces }) => {
      shell.windowReady(workspaces);
      return null;
    },
    'app.info': () => appInfo(shell.logFile),
    'app.report': ({ text }) => {
      shell.log('in the window', text);
      return null;
    },
    'app.showLog': () => {
      desktop.showItemInFolder(shell.logFile);
      return null;
    },
    'app.showInFolder': ({ token }) => {
      const path = files.path(token);
      if (path === undefined) throw failure('shell/unknown-file', {});
      desktop.showItemInFolder(path);
      return null;
    },
    'app.copyText': ({ text }) => {
      void clipboard.writeText(text);
      return null;
    },
    'app.saveText': async ({ kind, name, text }) => {
      const { canceled, filePath } = await dialog.showSaveDialog(shell.window(), {
        defaultPath: name,
        filters: [{ ...TEXT_KINDS[kind], extensions: [...TEXT_KINDS[kind].extensions] }],
      });
      if (canceled || !filePath) return null;
      await atomicWrite(filePath, text);
      return { token: files.of(filePath), name: basename(filePath) };
    },
    'app.notify': ({ title, body }) => {
      if (!shell.window().isFocused() && Notification.isSupported()) new Notification({ title, body }).show();
      return null;
    },
    'app.progress': ({ fraction }) => {
      shell.window().setProgressBar(fraction ?? -1);
      return null;
    },
    'app.close': () => {
      shell.closeNow();
      return null;
    },
    'theme.get': () => themeOf(settings.get().theme),
    'theme.set': ({ choice }) => {
      nativeTheme.themeSource = choice;
      settings.set({ theme: choice });
      return themeOf(choice);
    },
  };
}

/** The chosen theme and whether it is currently dark. */
export function themeOf(choice: Theme['choice']): Theme {
  return { choice, dark: nativeTheme.shouldUseDarkColors };
}

function appInfo(logFile: string): AppInfo {
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
    logFile,
  };
}

/** Read from its package.json, because onnxruntime itself may only be loaded in the worker thread. */
function onnxruntimeVersion(): string {
  const manifest = join(app.getAppPath(), 'node_modules', 'onnxruntime-node', 'package.json');
  const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string };
  return version;
}

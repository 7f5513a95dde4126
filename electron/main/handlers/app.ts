import { atomicWrite } from '../../../engine/io/files.js';
import type { HandlersOf } from '../ipc.js';
import type { Shell } from '../shell.js';

const TEXT_KINDS = {
  python: { name: 'Python', extensions: ['py'] },
  csv: { name: 'CSV table', extensions: ['csv'] },
  text: { name: 'Text', extensions: ['txt'] },
};

/** Handlers of the app itself: versions, log, clipboard, notifications, theme. */
export function appHandlers(shell: Shell): HandlersOf<'app' | 'theme'> {
  const { desktop, files, logFile } = shell;
  return {
    'app.ready': ({ workspaces }) => shell.windowReady(workspaces),
    'app.info': () => ({ ...desktop.info(), logFile }),
    'app.report': ({ text }) => shell.log('in the window', text),
    'app.showLog': () => desktop.showInFolder(logFile),
    'app.showInFolder': ({ token }) => desktop.showInFolder(files.pathOf(token)),
    'app.copyText': ({ text }) => desktop.copyText(text),
    'app.saveText': async ({ kind, name, text }) => {
      const path = await desktop.askSave({ defaultPath: name, filters: [TEXT_KINDS[kind]] });
      if (path === null) return null;
      await atomicWrite(path, text);
      return files.describe(path);
    },
    'app.notify': ({ title, body }) => desktop.notify(title, body),
    'app.progress': ({ fraction }) => desktop.setProgress(fraction),
    'app.close': () => desktop.close(),
    'theme.get': () => shell.theme(),
    'theme.set': ({ choice }) => {
      shell.settings.set({ theme: choice });
      desktop.setTheme(choice);
      return shell.theme();
    },
  };
}

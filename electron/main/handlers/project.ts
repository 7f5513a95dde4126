import { homedir } from 'node:os';
import { basename, dirname, extname, sep } from 'node:path';
import type { BrowserWindow } from 'electron';
import { dialog } from 'electron';
import { failure } from '../../../engine/base/problem.js';
import type { ChannelName } from '../../ipc/contract.js';
import type { Handlers } from '../answer.js';
import { withExtension, type Loss } from '../documents.js';
import { EXAMPLES, readExample } from '../examples.js';
import type { Shell } from '../shell.js';

const FILTERS = [{ name: 'Layerloom project', extensions: ['loom'] }];
const CHOICES = ['save', 'discard', 'cancel'] as const;

type Mine = Extract<ChannelName, `project.${string}`>;

/** Handlers that open, save and recover projects. */
export function projectHandlers(shell: Shell): Pick<Handlers, Mine> {
  const { documents, recovery, settings, files } = shell;

  const askWhere = async (name: string): Promise<string | null> => {
    const { canceled, filePath } = await dialog.showSaveDialog(shell.window(), {
      title: 'Save project',
      defaultPath: withExtension(name),
      filters: FILTERS,
    });
    return canceled || !filePath ? null : withExtension(filePath);
  };

  return {
    'project.new': ({ text }) => documents.create(text),
    'project.open': async () => {
      const { canceled, filePaths } = await dialog.showOpenDialog(shell.window(), {
        title: 'Open project',
        properties: ['openFile'],
        filters: FILTERS,
      });
      const [path] = filePaths;
      return canceled || path === undefined ? null : documents.open(path);
    },
    'project.openToken': ({ token }) => {
      const path = files.path(token);
      if (path === undefined) throw failure('shell/unknown-file', {});
      return documents.open(path);
    },
    'project.openExample': async ({ id }) => documents.create(await readExample(shell.exampleFolder, id)),
    'project.examples': () => [...EXAMPLES],
    'project.recent': () =>
      settings.get().recent.map(({ path, openedAt }) => ({
        token: files.of(path),
        name: basename(path, extname(path)),
        folder: shortened(dirname(path)),
        openedAt,
      })),
    'project.clearRecent': () => {
      settings.set({ recent: [] });
      shell.refreshMenu();
      return null;
    },
    'project.save': async ({ token, text }) => {
      const { path, name } = documents.get(token);
      const target = path ?? (await askWhere(name));
      return target === null ? null : documents.save(token, text, target);
    },
    'project.saveAs': async ({ token, text }) => {
      const { path, name } = documents.get(token);
      const target = await askWhere(path ?? name);
      return target === null ? null : documents.save(token, text, target);
    },
    'project.autosave': async ({ token, text }) => ({ savedAt: await documents.autosave(token, text) }),
    'project.setEdited': async ({ token, edited, name }) => {
      shell.window().setDocumentEdited(edited);
      shell.window().setTitle(`${edited ? '• ' : ''}${name} – Layerloom`);
      await documents.setEdited(token, edited);
      return null;
    },
    'project.mayClose': async ({ token }) => {
      const loss = await documents.lossOf(token);
      return { choice: loss ? await confirmDiscard(shell.window(), loss) : 'discard' };
    },
    'project.close': async ({ token }) => {
      await documents.close(token);
      return null;
    },
    'project.recovery': async () =>
      (await recovery.list())
        .filter(({ id }) => !documents.isOpen(id))
        .map(({ id, name, savedAt, path }) => ({ id, name, savedAt, file: path && basename(path) })),
    'project.recover': ({ id }) => documents.recover(id),
    'project.discardRecovery': async ({ id }) => {
      if (!documents.isOpen(id)) await documents.close(id);
      return null;
    },
  };
}

const DETAILS: Readonly<Record<Loss['what'], string>> = {
  changes: 'If you don’t save, your changes will be lost.',
  runs: 'Runs are stored next to the project’s file. If you don’t save, they will be permanently deleted.',
};

/** Asks whether to save what would be lost, in a native dialog. */
export async function confirmDiscard(
  window: BrowserWindow,
  { name, what }: Loss,
): Promise<(typeof CHOICES)[number]> {
  const { response } = await dialog.showMessageBox(window, {
    type: 'warning',
    message: what === 'changes' ? `Save changes to “${name}”?` : `Save “${name}” and its runs?`,
    detail: DETAILS[what],
    buttons: ['Save', 'Don’t save', 'Cancel'],
    defaultId: 0,
    cancelId: 2,
    noLink: true,
  });
  return CHOICES[response] ?? 'cancel';
}

function shortened(folder: string): string {
  const home = homedir();
  const text = folder === home || folder.startsWith(home + sep) ? `~${folder.slice(home.length)}` : folder;
  return text.length <= 80 ? text : `…${text.slice(-79)}`;
}

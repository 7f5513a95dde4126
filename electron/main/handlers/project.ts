import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, dirname, extname, join, sep } from 'node:path';
import { unknownName } from '../../../engine/base/names.js';
import { failure } from '../../../engine/base/problem.js';
import type { Example } from '../../ipc/contract.js';
import { withExtension } from '../documents.js';
import type { HandlersOf } from '../ipc.js';
import type { Shell } from '../shell.js';

const FILTERS = [{ name: 'Layerloom project', extensions: ['loom'] }];

/** The example projects, as a path from one neuron to a convolutional network; each id is the file's name. */
const EXAMPLES: readonly Omit<Example, 'text'>[] = [
  {
    id: 'thermometer-linear',
    name: 'Thermometer, straight line',
    description: 'One neuron learns to read a thermometer of unknown units from eleven measurements.',
  },
  {
    id: 'thermometer-tanh',
    name: 'Thermometer',
    description: 'The same measurements with a hidden layer of tanh neurons: the line may bend.',
  },
  {
    id: 'birds-vs-airplanes',
    name: 'Birds vs. airplanes',
    description: 'Distinguishes birds from airplanes in 32 × 32 photos with a fully connected network.',
  },
  {
    id: 'birds-convnet',
    name: 'Birds vs. airplanes, convnet',
    description:
      'The same two classes with a small convolutional network: fewer parameters, higher accuracy.',
  },
  {
    id: 'cifar10-convnet',
    name: 'CIFAR-10 convnet',
    description: 'Ten classes, convolutions and batch normalization.',
  },
];

/** Handlers that open, save and recover projects. */
export function projectHandlers(shell: Shell): HandlersOf<'project'> {
  const { desktop, documents, recovery, settings, files } = shell;

  const askWhere = async (name: string): Promise<string | null> => {
    const path = await desktop.askSave({
      title: 'Save project',
      defaultPath: withExtension(name),
      filters: FILTERS,
    });
    return path && withExtension(path);
  };

  return {
    'project.new': ({ text }) => documents.create(text),
    'project.choose': async () => {
      const path = await desktop.askOpen({
        title: 'Open project',
        properties: ['openFile'],
        filters: [{ name: 'Projects and exported models', extensions: ['loom', 'onnx'] }],
      });
      return path === null ? null : files.describe(path);
    },
    'project.open': ({ token }) => documents.open(files.pathOf(token)),
    'project.openExample': async ({ id }) => documents.create(await readExample(shell.exampleFolder, id)),
    'project.examples': () =>
      Promise.all(
        EXAMPLES.map(async (example) => ({
          ...example,
          text: await readExample(shell.exampleFolder, example.id),
        })),
      ),
    'project.recent': () =>
      settings.get().recent.map(({ path, openedAt }) => ({
        token: files.tokenOf(path),
        name: basename(path, extname(path)),
        folder: shortened(dirname(path)),
        openedAt,
      })),
    'project.clearRecent': () => {
      settings.set({ recent: [] });
      shell.showMenu();
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
    'project.autosave': async ({ token, text, startsFrom }) => ({
      savedAt: await documents.autosave(token, text, startsFrom && files.pathOf(startsFrom)),
    }),
    'project.setEdited': ({ token, edited, name }) => {
      desktop.setTitle(`${edited ? '• ' : ''}${name} – Layerloom`, edited);
      return documents.setEdited(token, edited, name);
    },
    'project.mayClose': async ({ token }) => ({
      choice: await shell.confirmLoss(await documents.lossOf(token)),
    }),
    'project.close': ({ token }) => documents.close(token),
    'project.recovery': async () =>
      (await recovery.list())
        .filter(({ id }) => !documents.isOpen(id))
        .map(({ id, name, savedAt, path }) => ({ id, name, savedAt, file: path && basename(path) })),
    'project.recover': async ({ id }) => {
      const { startsFrom, ...document } = await documents.recover(id);
      return { ...document, startsFrom: startsFrom === null ? null : files.describe(startsFrom) };
    },
    'project.discardRecovery': async ({ id }) => {
      if (!documents.isOpen(id)) await documents.close(id);
    },
  };
}

/** The text of an example. Throws `shell/example`. */
async function readExample(folder: string, id: string): Promise<string> {
  const known = EXAMPLES.map((example) => example.id);
  if (!known.includes(id)) throw failure('shell/example', unknownName(id, known));
  return readFile(join(folder, `${id}.loom`), 'utf8');
}

function shortened(folder: string): string {
  const home = homedir();
  const text = folder === home || folder.startsWith(home + sep) ? `~${folder.slice(home.length)}` : folder;
  return text.length <= 80 ? text : `…${text.slice(-79)}`;
}

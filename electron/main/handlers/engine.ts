import { basename, join } from 'node:path';
import { dialog } from 'electron';
import { failure } from '../../../engine/base/problem.js';
import { atomicWrite } from '../../../engine/io/atomicWrite.js';
import { openFolder } from '../../../engine/io/folder.js';
import { listRuns, Run } from '../../../engine/runs/folder.js';
import type { ChannelName } from '../../ipc/contract.js';
import type { Handlers } from '../answer.js';
import type { Shell } from '../shell.js';

type Mine = Extract<ChannelName, `engine.${string}` | `runs.${string}`>;

/** The engine, and the runs of a project. */
export function engineHandlers(shell: Shell): Pick<Handlers, Mine> {
  const { documents, jobs, engineState, files } = shell;
  const runFolder = async (token: string, runId: string) => join(await documents.runsFolder(token), runId);
  const openRun = (path: string) => new Run(openFolder(path));
  const idleRunFolder = async (token: string, runId: string) => {
    const path = await runFolder(token, runId);
    if (jobs.trains(path)) throw failure('shell/busy', { with: 'training' });
    return path;
  };

  const askWhere = async (title: string, name: string, extension: string): Promise<string | null> => {
    const { canceled, filePath } = await dialog.showSaveDialog(shell.window(), {
      title,
      defaultPath: `${name}.${extension}`,
      filters: [{ name: title, extensions: [extension] }],
    });
    return canceled || !filePath ? null : filePath;
  };

  return {
    'engine.info': engineState,
    'engine.exportWeights': async ({ token, runId }) => {
      const out = await askWhere('Weights', 'weights', 'safetensors');
      if (out === null) return null;
      await atomicWrite(out, await openRun(await runFolder(token, runId)).weights());
      return { token: files.of(out), name: basename(out) };
    },
    'engine.restart': () => {
      jobs.engine.restart();
      return engineState();
    },
    'runs.list': async ({ token }) => {
      const folder = await documents.runsFolder(token);
      return listRuns(openFolder(folder), (runId) => jobs.trains(join(folder, runId)));
    },
    'runs.read': async ({ token, runId }) => {
      const path = await runFolder(token, runId);
      return openRun(path).read(runId, jobs.trains(path));
    },
    'runs.rename': async ({ token, runId, name }) => {
      await openRun(await idleRunFolder(token, runId)).rename(name);
      return null;
    },
    'runs.remove': async ({ token, runId }) => {
      const run = await idleRunFolder(token, runId);
      const { response } = await dialog.showMessageBox(shell.window(), {
        type: 'warning',
        message: 'Delete this run?',
        detail: 'Its curves and weights will be permanently deleted.',
        buttons: ['Delete', 'Cancel'],
        defaultId: 1,
        cancelId: 1,
        noLink: true,
      });
      if (response !== 0) return false;
      await openRun(run).remove();
      return true;
    },
  };
}

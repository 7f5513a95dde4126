import { join } from 'node:path';
import type { HandlersOf } from '../ipc.js';
import type { Shell } from '../shell.js';
import { failure } from '../../../engine/base/problem.js';
import { atomicWrite, openFolder } from '../../../engine/io/files.js';
import { listRuns, restoreRun, Run, trashRun } from '../../../engine/runs/folder.js';

/** The engine, and the runs of a project. */
export function runHandlers(shell: Shell): HandlersOf<'engine' | 'runs'> {
  const { desktop, documents, jobs, files } = shell;
  const runFolder = async (token: string, runId: string) => join(await documents.runsFolder(token), runId);
  const openRun = (path: string) => new Run(openFolder(path));
  const openIdleRun = async (token: string, runId: string) => {
    const path = await runFolder(token, runId);
    if (jobs.trains(path)) throw failure('shell/busy', { with: 'training' });
    const run = openRun(path);
    await run.checkIdle();
    return run;
  };

  return {
    'engine.info': () => shell.engineState(),
    'engine.restart': () => {
      jobs.engine.restart();
      return shell.engineState();
    },
    'engine.exportWeights': async ({ token, runId }) => {
      const run = await openIdleRun(token, runId);
      const out = await desktop.askSave({
        title: 'Weights',
        defaultPath: 'weights.safetensors',
        filters: [{ name: 'Weights', extensions: ['safetensors'] }],
      });
      if (out === null) return null;
      const { value, note } = await run.weights();
      await atomicWrite(out, value);
      return { ...files.describe(out), note };
    },
    'runs.list': async ({ token }) => {
      const folder = await documents.runsFolder(token);
      return listRuns(openFolder(folder), (runId) => jobs.trains(join(folder, runId)));
    },
    'runs.read': async ({ token, runId }) => {
      const path = await runFolder(token, runId);
      return openRun(path).read(runId, jobs.trains(path));
    },
    'runs.rename': async ({ token, runId, name }) => (await openIdleRun(token, runId)).rename(name),
    'runs.remove': async ({ token, runId }) => {
      await openIdleRun(token, runId);
      await trashRun(openFolder(await documents.runsFolder(token)), runId, Date.now());
      return true;
    },
    'runs.restore': async ({ token, runId }) => {
      await restoreRun(openFolder(await documents.runsFolder(token)), runId);
      return true;
    },
  };
}

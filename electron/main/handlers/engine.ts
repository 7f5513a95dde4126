import { basename, join } from 'node:path';
import { dialog } from 'electron';
import { parseProject } from '../../../engine/project/parse.js';
import type { ChannelName } from '../../ipc/contract.js';
import type { Handlers } from '../answer.js';
import { listRuns, newRunId, readRun, removeRun } from '../runs.js';
import type { Shell } from '../shell.js';
import { ShellError } from '../shellError.js';
import { exportWeights } from '../weights.js';

type Mine = Extract<ChannelName, `engine.${string}` | `runs.${string}`>;

/** Training, export, and the runs of a project. */
export function engineHandlers(shell: Shell): Pick<Handlers, Mine> {
  const { documents, engine, files } = shell;
  /** Folder of each run that was started, by its job. */
  const folders = new Map<string, string>();
  const runFolder = (token: string, runId: string) => join(documents.runsFolder(token), runId);
  const isActive = (token: string) => (runId: string) => {
    const folder = runFolder(token, runId);
    return engine.info().jobs.some((jobId) => folders.get(jobId) === folder);
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
    'engine.info': () => engine.info(),
    'engine.train': ({ token, text, epochs, resume }) => {
      parseProject(text);
      const runId = resume ?? newRunId(new Date());
      if (isActive(token)(runId)) throw new ShellError('busy', 'This run is training already.');
      const out = runFolder(token, runId);
      const jobId = engine.submit({ kind: 'train', project: text, out, resume: resume !== null, epochs });
      folders.set(jobId, out);
      return { jobId, runId };
    },
    'engine.control': ({ jobId, action }) => {
      engine.control(jobId, action);
      return null;
    },
    'engine.export': async ({ token, runId, input, output }) => {
      const run = runFolder(token, runId);
      const out = await askWhere('ONNX model', documents.get(token).name, 'onnx');
      if (out === null) return null;
      const jobId = engine.submit({ kind: 'export', run, out, input, output });
      return { jobId, file: { token: files.of(out), name: basename(out) } };
    },
    'engine.classify': ({ token, runId }) => ({
      jobId: engine.submit({ kind: 'classify', run: runFolder(token, runId) }),
    }),
    'engine.exportWeights': async ({ token, runId }) => {
      const run = runFolder(token, runId);
      const out = await askWhere('Weights', 'weights', 'safetensors');
      if (out === null) return null;
      await exportWeights(run, out);
      return { token: files.of(out), name: basename(out) };
    },
    'engine.restart': () => engine.restart(),
    'runs.list': ({ token }) => listRuns(documents.runsFolder(token), isActive(token)),
    'runs.read': ({ token, runId }) => readRun(documents.runsFolder(token), runId, isActive(token)),
    'runs.remove': async ({ token, runId }) => {
      if (isActive(token)(runId)) throw new ShellError('busy', 'This run is still training. Stop it first.');
      await removeRun(documents.runsFolder(token), runId);
      return null;
    },
  };
}

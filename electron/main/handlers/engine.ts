import { basename, join } from 'node:path';
import { dialog } from 'electron';
import { atomicWrite } from '../../../engine/io/atomicWrite.js';
import { openFolder } from '../../../engine/io/folder.js';
import { parseProject } from '../../../engine/project/parse.js';
import { listRuns, newRunId, Run } from '../../../engine/runs/folder.js';
import type { ChannelName } from '../../ipc/contract.js';
import type { Handlers } from '../answer.js';
import type { Shell } from '../shell.js';
import { ShellError } from '../shellError.js';

type Mine = Extract<ChannelName, `engine.${string}` | `runs.${string}`>;

/** Training, export, and the runs of a project. */
export function engineHandlers(shell: Shell): Pick<Handlers, Mine> {
  const { documents, engine, files } = shell;
  const runFolder = async (token: string, runId: string) => join(await documents.runsFolder(token), runId);
  const openRun = (path: string) => new Run(openFolder(path));

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
    'engine.train': async ({ token, text, epochs, resume }) => {
      parseProject(text);
      const runId = resume ?? newRunId(new Date());
      // The run of a project without a file would be found by nobody after a crash.
      if (resume === null && documents.get(token).path === null) await documents.autosave(token, text);
      const out = await runFolder(token, runId);
      if (engine.trains(out)) throw new ShellError('busy', 'This run is training already.');
      const jobId = engine.submit({ kind: 'train', project: text, out, resume: resume !== null, epochs });
      return { jobId, runId };
    },
    'engine.control': ({ jobId, action }) => {
      engine.control(jobId, action);
      return null;
    },
    'engine.export': async ({ token, runId, input, output }) => {
      const out = await askWhere('ONNX model', documents.get(token).name, 'onnx');
      if (out === null) return null;
      const run = await runFolder(token, runId);
      const jobId = engine.submit({ kind: 'export', run, out, input, output });
      return { jobId, file: { token: files.of(out), name: basename(out) } };
    },
    'engine.classify': async ({ token, runId }) => ({
      jobId: engine.submit({ kind: 'classify', run: await runFolder(token, runId) }),
    }),
    'engine.exportWeights': async ({ token, runId }) => {
      const out = await askWhere('Weights', 'weights', 'safetensors');
      if (out === null) return null;
      await atomicWrite(out, await openRun(await runFolder(token, runId)).weights());
      return { token: files.of(out), name: basename(out) };
    },
    'engine.restart': () => engine.restart(),
    'runs.list': async ({ token }) => {
      const folder = await documents.runsFolder(token);
      return listRuns(openFolder(folder), (runId) => engine.trains(join(folder, runId)));
    },
    'runs.read': async ({ token, runId }) => {
      const path = await runFolder(token, runId);
      return openRun(path).read(runId, engine.trains(path));
    },
    'runs.remove': async ({ token, runId }) => {
      const run = await runFolder(token, runId);
      if (engine.trains(run)) throw new ShellError('busy', 'This run is still training. Stop it first.');
      const { response } = await dialog.showMessageBox(shell.window(), {
        type: 'warning',
        message: 'Delete this run?',
        detail: 'Its curves and what it has learnt are gone for good.',
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

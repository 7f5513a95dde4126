import { basename, join } from 'node:path';
import { dialog } from 'electron';
import { failure } from '../../../engine/base/problem.js';
import type { JobInput, JobName } from '../../../engine/jobs/index.js';
import { parseProject } from '../../../engine/project/parse.js';
import { newRunId } from '../../../engine/runs/folder.js';
import type { ChannelName, Input, Output } from '../../ipc/contract.js';
import type { Handlers } from '../answer.js';
import type { Shell } from '../shell.js';

type Mine = Extract<ChannelName, `jobs.${string}`>;
type Request<N extends JobName> = Input<`jobs.${N}`>['request'];
type Accepted<N extends JobName> = NonNullable<Output<`jobs.${N}`>>;

/** A job that is ready to run, and what the window learns of it at once. */
interface Prepared<N extends JobName> {
  readonly input: JobInput<N>;
  readonly accepted: Accepted<N>;
}

/** How each job's input is made of what the window asks for: tokens become paths. Null when a dialog is canceled. */
export function jobHandlers(shell: Shell): Pick<Handlers, Mine> {
  const { documents, jobs, files } = shell;
  const runFolder = async (token: string, runId: string) => join(await documents.runsFolder(token), runId);

  const start =
    <N extends JobName>(name: N, prepare: (request: Request<N>) => Promise<Prepared<N> | null>) =>
    async ({ id, request }: { id: string; request: Request<N> }): Promise<Accepted<N> | null> => {
      const prepared = await prepare(request);
      if (!prepared) return null;
      jobs.run(id, name, prepared.input);
      return prepared.accepted;
    };

  return {
    'jobs.train': start('train', async ({ token, text, epochs, resume }) => {
      parseProject(text);
      const runId = resume ?? newRunId(new Date());
      // The run of a project without a file would be found by nobody after a crash.
      if (resume === null && documents.get(token).path === null) await documents.autosave(token, text);
      const out = await runFolder(token, runId);
      if (jobs.trains(out)) throw failure('shell/busy', { with: 'training' });
      return { input: { project: text, out, resume: resume !== null, epochs }, accepted: { runId } };
    }),
    'jobs.export': start('export', async ({ token, runId, ...choice }) => {
      const { canceled, filePath: out } = await dialog.showSaveDialog(shell.window(), {
        title: 'ONNX model',
        defaultPath: `${documents.get(token).name}.onnx`,
        filters: [{ name: 'ONNX model', extensions: ['onnx'] }],
      });
      if (canceled || !out) return null;
      const run = await runFolder(token, runId);
      return {
        input: { run, out, ...choice },
        accepted: { file: { token: files.of(out), name: basename(out) } },
      };
    }),
    'jobs.classify': start('classify', async ({ token, runId }) => ({
      input: { run: await runFolder(token, runId) },
      accepted: true,
    })),
    'jobs.list': () => jobs.list(),
    'jobs.control': ({ id, action }) => {
      jobs.control(id, action);
      return null;
    },
  };
}

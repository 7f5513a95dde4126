import { join } from 'node:path';
import type { OpenDialogOptions } from 'electron';
import { failure } from '../../../engine/base/problem.js';
import { schemaIssues } from '../../../engine/base/schemaIssues.js';
import type { Job, PathKind } from '../../../engine/jobs/define.js';
import { jobNamed } from '../../../engine/jobs/index.js';
import { parseProject } from '../../../engine/project/parse.js';
import { newRunId } from '../../../engine/runs/folder.js';
import { references, type JobRequest, type Reference } from '../../ipc/jobs.js';
import type { HandlersOf } from '../ipc.js';
import type { Shell } from '../shell.js';

/** A path that the window named, and what the window learns of it. */
interface ResolvedPath {
  readonly path: string;
  readonly token: string;
  readonly name: string;
}

/** Finds the path of a reference; null when a dialog was canceled. */
type Resolve<K extends PathKind> = (reference: Reference<K>) => Promise<ResolvedPath | null>;

/** Handlers that start and steer jobs. A request is a job's input, with references in place of paths. */
export function jobHandlers(shell: Shell): HandlersOf<'jobs'> {
  const { jobs } = shell;
  const resolvers = pathResolvers(shell);
  return {
    'jobs.start': async ({ id, name, request }) => {
      const job = jobNamed(name);
      const paths: Record<string, string> = {};
      const accepted: Record<string, Omit<ResolvedPath, 'path'>> = {};
      for (const [field, kind] of Object.entries(job.paths)) {
        // An input without a path; the job's schema says whether it may be.
        if (request[field] == null) continue;
        const resolve = resolvers[kind] as Resolve<PathKind>;
        const found = await resolve(references[kind].parse(request[field]));
        if (!found) return null;
        const { path, ...shown } = found;
        paths[field] = path;
        accepted[field] = shown;
      }
      const input = parseInput(job, { ...request, ...paths });
      if (job.name === 'train') await prepareTraining(shell, request as JobRequest<'train'>, paths);
      if (job.name === 'export') refuseWhileTraining(shell, paths['run']!);
      jobs.run(id, job, input);
      return accepted;
    },
    'jobs.list': () => jobs.list(),
    'jobs.control': ({ id, action }) => jobs.control(id, action),
  };
}

/** Resolves the references in a job's request, for each kind of path. */
function pathResolvers({ desktop, documents, files }: Shell): { readonly [K in PathKind]: Resolve<K> } {
  const file = (path: string | null): ResolvedPath | null =>
    path === null ? null : { path, ...files.describe(path) };
  const open = async (options: OpenDialogOptions) => file(await desktop.askOpen(options));
  const run = async (token: string, runId: string): Promise<ResolvedPath> => ({
    path: join(await documents.runsFolder(token), runId),
    token: runId,
    name: runId,
  });
  return {
    run: ({ token, runId }) => run(token, runId),
    trainedRun: ({ token, resume }) => run(token, resume ?? newRunId(new Date())),
    newModel: async ({ name }) =>
      file(
        await desktop.askSave({
          title: 'ONNX model',
          defaultPath: `${name}.onnx`,
          filters: [{ name: 'ONNX model', extensions: ['onnx'] }],
        }),
      ),
    images: async (from) => {
      if (typeof from === 'object') return file(files.pathOf(from.token));
      if (from === 'dropped') return file(files.takeDropped());
      return from === 'folder'
        ? open({ title: 'Choose a folder with images', properties: ['openDirectory'] })
        : open({ title: 'Choose an archive or a data file with images', properties: ['openFile'] });
    },
    cifar10Archive: () =>
      open({
        title: 'Choose cifar-10-binary.tar.gz',
        properties: ['openFile'],
        filters: [{ name: 'CIFAR-10 archive', extensions: ['gz', 'tgz'] }],
      }),
    known: (token) => Promise.resolve(file(files.pathOf(token))),
  };
}

function parseInput(job: Job, raw: unknown): unknown {
  const { data, error } = job.input.safeParse(raw);
  if (!error) return data;
  const [issue] = schemaIssues(error);
  throw failure('shell/bad-request', { call: job.name, issue: issue! });
}

/** Rejects a training that would fail at once or write into a run that trains already. */
async function prepareTraining(
  { documents, jobs }: Shell,
  { project, out }: JobRequest<'train'>,
  paths: Readonly<Record<string, string>>,
): Promise<void> {
  parseProject(project);
  refuseWhileTraining({ jobs }, paths['out']!);
  const isNew = out.resume === null;
  // After a crash, nothing would lead to the run of a project without a file.
  if (isNew && documents.get(out.token).path === null) {
    await documents.autosave(out.token, project, paths['from'] ?? null);
  }
}

function refuseWhileTraining({ jobs }: Pick<Shell, 'jobs'>, run: string): void {
  if (jobs.trains(run)) throw failure('shell/busy', { with: 'training' });
}

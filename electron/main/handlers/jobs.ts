import { failure } from '../../../engine/base/problem.js';
import { schemaIssues } from '../../../engine/base/schemaIssues.js';
import type { Job } from '../../../engine/jobs/define.js';
import { jobNamed } from '../../../engine/jobs/index.js';
import { parseProject } from '../../../engine/project/parse.js';
import type { ChannelName } from '../../ipc/contract.js';
import type { JobRequest } from '../../ipc/jobs.js';
import type { Handlers } from '../answer.js';
import { createPathResolver } from '../jobPaths.js';
import type { Shell } from '../shell.js';

type Mine = Extract<ChannelName, `jobs.${string}`>;

/** Handlers that start and steer jobs. A request is a job's input, with references in place of paths. */
export function jobHandlers(shell: Shell): Pick<Handlers, Mine> {
  const { documents, jobs } = shell;
  const resolvePaths = createPathResolver(shell);

  /** Rejects a training that would fail at once or write into a run that trains already. */
  const prepareTraining = async ({ project, out }: JobRequest<'train'>, path: string): Promise<void> => {
    parseProject(project);
    if (jobs.trains(path)) throw failure('shell/busy', { with: 'training' });
    const isNew = out.resume === null;
    // After a crash, nothing would lead to the run of a project without a file.
    if (isNew && documents.get(out.token).path === null) await documents.autosave(out.token, project);
  };

  return {
    'jobs.start': async ({ id, name, request }) => {
      const job = jobNamed(name);
      const resolved = await resolvePaths(job.paths, request);
      if (!resolved) return null;
      const { paths, accepted } = resolved;
      const input = parseInput(job, { ...request, ...paths });
      if (job.name === 'train') await prepareTraining(request as JobRequest<'train'>, paths['out']!);
      jobs.run(id, job, input);
      return accepted;
    },
    'jobs.list': () => jobs.list(),
    'jobs.control': ({ id, action }) => {
      jobs.control(id, action);
      return null;
    },
  };
}

function parseInput(job: Job, raw: unknown): unknown {
  const { data, error } = job.input.safeParse(raw);
  if (!error) return data;
  const [issue] = schemaIssues(error);
  throw failure('shell/bad-request', { call: job.name, issue: issue! });
}

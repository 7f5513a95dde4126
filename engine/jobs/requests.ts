import { familyOf, problemOf } from '../base/problem.js';
import { messageOf, placeText } from '../text/index.js';
import { parseProject } from '../project/parse.js';
import { classify } from './classify.js';
import type { JobEnvironment } from './environment.js';
import type { DoneEvent, TrainEvent } from './events.js';
import { exportRun } from './export.js';
import { openRun } from './openRun.js';
import type { ClassifyRequest, ExportRequest, TrainRequest } from './protocol.js';
import { train } from './train.js';

/** What a worker can be asked to do. */
export type JobRequest = TrainRequest | ExportRequest | ClassifyRequest;

/** Does a job and gives its final event, which is the error if there is one. */
export async function outcome(job: JobRequest, env: JobEnvironment): Promise<DoneEvent | TrainEvent> {
  try {
    return await (JOBS[job.kind] as (job: JobRequest, env: JobEnvironment) => Promise<DoneEvent>)(job, env);
  } catch (error) {
    return errorEvent(error);
  }
}

/** What is done for each kind of job. */
const JOBS: {
  readonly [K in JobRequest['kind']]: (
    job: Extract<JobRequest, { kind: K }>,
    env: JobEnvironment,
  ) => Promise<DoneEvent>;
} = { train: trainFrom, export: exportFrom, classify: classifyFrom };

async function classifyFrom(request: ClassifyRequest, env: JobEnvironment): Promise<DoneEvent> {
  const startedAt = env.now();
  const run = await openRun(request.run, request.threads, env);
  env.emit(await classify(run));
  return {
    event: 'done',
    reason: 'finished',
    seconds: (env.now() - startedAt) / 1000,
    epochs: run.state.epoch,
    out: request.run,
    onnx: null,
    certificate: null,
    file: null,
  };
}

function trainFrom(request: TrainRequest, env: JobEnvironment): Promise<DoneEvent> {
  const project = parseProject(request.project);
  const epochs = request.epochs ?? project.training.epochs;
  return train(
    {
      ...request,
      project: { ...project, training: { ...project.training, epochs } },
      logSteps: 0,
      export: false,
    },
    env,
  );
}

async function exportFrom(request: ExportRequest, env: JobEnvironment): Promise<DoneEvent> {
  const startedAt = env.now();
  const run = await openRun(request.run, request.threads, env);
  const { input, output } = request;
  const exported = await exportRun(run, { path: request.out, input, output }, env);
  const seconds = (env.now() - startedAt) / 1000;
  return {
    event: 'done',
    reason: 'finished',
    seconds,
    epochs: run.state.epoch,
    out: request.run,
    onnx: request.out,
    ...exported,
  };
}

/** A failure as an event. */
export function errorEvent(error: unknown): TrainEvent {
  const problem = problemOf(error);
  const { code, fixes, where } = problem;
  return {
    event: 'error',
    code: familyOf(code),
    message: messageOf(problem),
    where: where && placeText(where),
    repair: fixes[0] ?? null,
  };
}

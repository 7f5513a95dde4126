import { parentPort, type MessagePort } from 'node:worker_threads';
import { availableParallelism, constants, setPriority } from 'node:os';
import { LoomError } from './errors.js';
import { createNodeEnvironment, type NodeEnvironment } from './io/environment.js';
import type { DoneEvent, TrainEvent } from './jobs/events.js';
import { classify } from './jobs/classify.js';
import { exportRun } from './jobs/export.js';
import { openRun } from './jobs/openRun.js';
import {
  requestSchema,
  type ClassifyRequest,
  type ExportRequest,
  type TrainRequest,
  type WorkerMessage,
} from './jobs/protocol.js';
import { train } from './jobs/train.js';
import { parseProject } from './project/parse.js';

type JobRequest = TrainRequest | ExportRequest | ClassifyRequest;

/** Serves jobs that arrive on `port`, one after another, until it is told to shut down. */
export function serve(port: MessagePort): void {
  const queue: JobRequest[] = [];
  const environments = new Map<string, NodeEnvironment>();
  let busy = false;
  let leaving = false;

  const post = (message: WorkerMessage) => port.postMessage(message);
  const emitFor = (id: string) => (event: TrainEvent) => post({ kind: 'event', id, event });

  const leave = () => {
    post({ kind: 'bye' });
    port.close();
  };

  const next = async (): Promise<void> => {
    if (busy) return;
    const job = queue.shift();
    if (!job) {
      if (leaving) leave();
      return;
    }
    busy = true;
    const emit = emitFor(job.id);
    emit(await outcome(job, environments.get(job.id)!));
    environments.delete(job.id);
    busy = false;
    await next();
  };

  const control = {
    pause: (env: NodeEnvironment) => env.control.pause(),
    resume: (env: NodeEnvironment) => env.control.resume(),
    stop: (env: NodeEnvironment) => env.control.stop(),
  };

  port.on('message', (message: unknown) => {
    const parsed = requestSchema.safeParse(message);
    if (!parsed.success) {
      emitFor(idOf(message))(
        errorEvent(new LoomError('bad-argument', `not a request: ${parsed.error.message}`)),
      );
      return;
    }
    const request = parsed.data;
    if (request.kind === 'shutdown') {
      leaving = true;
      for (const env of environments.values()) env.control.stop();
      if (!busy) leave();
    } else if (request.kind === 'train' || request.kind === 'export' || request.kind === 'classify') {
      environments.set(request.id, createNodeEnvironment(emitFor(request.id)));
      queue.push(request);
      void next();
    } else {
      const env = environments.get(request.id);
      if (env) control[request.kind](env);
    }
  });
  post({ kind: 'ready', threads: availableParallelism() });
}

async function outcome(job: JobRequest, env: NodeEnvironment): Promise<DoneEvent | TrainEvent> {
  try {
    return await (JOBS[job.kind] as (job: JobRequest, env: NodeEnvironment) => Promise<DoneEvent>)(job, env);
  } catch (error) {
    return errorEvent(error);
  }
}

/** What is done for each kind of job. */
const JOBS: {
  readonly [K in JobRequest['kind']]: (
    job: Extract<JobRequest, { kind: K }>,
    env: NodeEnvironment,
  ) => Promise<DoneEvent>;
} = { train: trainFrom, export: exportFrom, classify: classifyFrom };

async function classifyFrom(request: ClassifyRequest, env: NodeEnvironment): Promise<DoneEvent> {
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

function trainFrom(request: TrainRequest, env: NodeEnvironment): Promise<DoneEvent> {
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

async function exportFrom(request: ExportRequest, env: NodeEnvironment): Promise<DoneEvent> {
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

function idOf(message: unknown): string {
  const id = (message as { id?: unknown } | null)?.id;
  return typeof id === 'string' ? id : '';
}

function errorEvent(error: unknown): TrainEvent {
  const known =
    error instanceof LoomError ? error : new LoomError('internal', (error as Error).stack ?? String(error));
  const { code, message, where, repair } = known;
  return { event: 'error', code, message, where: where ?? null, repair: repair ?? null };
}

/**
 * Lets the window go first where both want the same core. Linux alone gives each thread a priority, which
 * onnxruntime's own threads inherit; elsewhere this would slow the whole app.
 */
function yieldToWindow(): void {
  if (process.platform === 'linux') setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
}

if (parentPort) {
  yieldToWindow();
  serve(parentPort);
}

import type { Accepted, JobRequest, JobUpdate, LoomApi } from '../electron/ipc/contract.js';
import type { JobName, JobPaths, JobProgress, JobResult } from '../engine/jobs/index.js';
import type { JobAction } from '../engine/jobs/protocol.js';
import { CallError, valueOf } from './loom.js';

/** Jobs about a run's model. */
export type RunJobName = {
  [N in JobName]: JobPaths<N> extends { readonly run: 'run' } ? N : never;
}[JobName];

/** Quick questions about one of a run's weights. */
export type QuestionName = {
  [N in RunJobName]: 'weights' extends keyof JobRequest<N> ? N : never;
}[RunJobName];

/** A job's input apart from the run and its weights. */
export type RunJobInput<N extends RunJobName> = Omit<JobRequest<N>, 'run' | 'weights'>;

/** Callbacks and cancellation of a job. */
export interface JobOptions<N extends JobName> {
  /** Called at most 10 times a second, and not before the caller has seen that the job was accepted. */
  readonly onProgress?: (progress: readonly JobProgress<N>[]) => void;
  readonly onPaused?: (paused: boolean) => void;
  /** Stops the job when it is aborted. */
  readonly signal?: AbortSignal;
}

/** A job that this window started. */
export interface RunningJob<N extends JobName> {
  /** Null when a dialog was canceled. Rejects with a `CallError` when the job cannot begin. */
  readonly accepted: Promise<Accepted<N> | null>;
  /** Null when a dialog was canceled. Rejects with a `CallError` when the job fails. */
  readonly result: Promise<JobResult<N> | null>;
  readonly pause: () => void;
  readonly resume: () => void;
  readonly stop: () => void;
}

/** The jobs of an application. */
export interface Jobs {
  /** Runs a job in the process that hosts it. */
  readonly run: <N extends JobName>(
    name: N,
    request: JobRequest<N>,
    options?: JobOptions<N>,
  ) => RunningJob<N>;
  /** Runs a job about a run, and where it is a question, about these of its weights. */
  readonly ask: <N extends RunJobName>(
    name: N,
    run: JobRequest<RunJobName>['run'] & Pick<JobRequest<QuestionName>, 'weights'>,
    input: RunJobInput<N>,
    options?: JobOptions<N>,
  ) => RunningJob<N>;
  /** Stops following the jobs; those in progress never settle. */
  readonly dispose: () => void;
}

/** Makes a runner of jobs, which passes what the main process reports to whoever started the job. */
export function createJobs(loom: LoomApi): Jobs {
  const receivers = new Map<string, (updates: readonly JobUpdate[]) => void>();
  const unsubscribe = loom.on.jobUpdates(({ id, updates }) => receivers.get(id)?.(updates));
  return {
    run: (...args) => runJob(loom, receivers, ...args),
    ask: (name, { weights, ...run }, input, options) =>
      runJob(loom, receivers, name, { ...input, run, ...(weights && { weights }) }, options),
    dispose: unsubscribe,
  };
}

function runJob<N extends JobName>(
  loom: LoomApi,
  receivers: Map<string, (updates: readonly JobUpdate[]) => void>,
  name: N,
  request: Readonly<Record<string, unknown>>,
  { onProgress, onPaused, signal }: JobOptions<N> = {},
): RunningJob<N> {
  const id = newId();
  const control = (action: JobAction) => void loom.jobs.control({ id, action });

  const accepted = valueOf(loom.jobs.start({ id, name, request })) as Promise<Accepted<N> | null>;
  const seen = accepted.then(nextTask);
  const stop = () => control('stop');
  const result = new Promise<JobResult<N> | null>((resolve, reject) => {
    const receive = (update: JobUpdate) => {
      if (update.kind === 'progress') onProgress?.(update.progress as JobProgress<N>[]);
      else if (update.kind === 'done') resolve(update.result as JobResult<N>);
      else if (update.kind === 'failed') reject(new CallError(update.problem));
      else onPaused?.(update.kind === 'paused');
    };
    receivers.set(id, (updates) => void seen.then(() => updates.forEach(receive)));
    accepted.then((value) => {
      if (value === null) resolve(null);
      // The main process did not know the job before.
      else if (signal?.aborted) stop();
    }, reject);
  }).finally(() => {
    receivers.delete(id);
    signal?.removeEventListener('abort', stop);
  });
  signal?.addEventListener('abort', stop);
  // A caller may follow one of the promises alone.
  for (const promise of [seen, result]) promise.catch(() => undefined);
  return { accepted, result, pause: () => control('pause'), resume: () => control('resume'), stop };
}

/** Lets whoever awaits the same promise go first. */
const nextTask = () => new Promise<void>((resolve) => setTimeout(resolve));

function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

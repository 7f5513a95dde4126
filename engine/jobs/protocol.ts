import { familyOf, problemOf, type Problem } from '../base/problem.js';

/** A control of a running job. */
export type JobAction = 'pause' | 'resume' | 'stop';

/** A message from the main process to a process that does jobs. */
export type JobCommand =
  | { readonly kind: 'run'; readonly id: string; readonly job: string; readonly input: unknown }
  | { readonly kind: JobAction; readonly id: string }
  /** Answer with `pong` once the event loop turns. */
  | { readonly kind: 'ping' }
  /** Stop all jobs, then exit. */
  | { readonly kind: 'shutdown' };

/** A message from a process that does jobs; exactly one of `done` and `failed` ends each job. */
export type JobMessage =
  | { readonly kind: 'ready' }
  | { readonly kind: 'pong' }
  /** Health of the thread that does jobs: if it handles messages, and the bytes of memory that its process uses. */
  | { readonly kind: 'health'; readonly responds: boolean; readonly memory: number }
  | { readonly kind: 'progress'; readonly id: string; readonly progress: unknown; readonly urgent: boolean }
  | { readonly kind: 'paused' | 'resumed'; readonly id: string }
  | { readonly kind: 'done'; readonly id: string; readonly result: unknown }
  | ({ readonly kind: 'failed'; readonly id: string } & FailureReport);

/** The failure of work in another process. */
export interface FailureReport {
  readonly problem: Problem;
  /** For the log, when a bug in the program caused it. */
  readonly stack: string | null;
}

/** Describes a thrown error to another process. */
export function describeFailure(error: unknown): FailureReport {
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  const problem = problemOf(error);
  return { problem, stack: familyOf(problem.code) === 'internal' ? (stack ?? message) : null };
}

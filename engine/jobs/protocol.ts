import { ProblemError, problemOf, type Problem } from '../base/problem.js';

/** How a running job is steered. */
export type JobAction = 'pause' | 'resume' | 'stop';

/** A message from the main process to a process that does jobs. */
export type JobCommand =
  | { readonly kind: 'run'; readonly id: string; readonly job: string; readonly input: unknown }
  | { readonly kind: JobAction; readonly id: string }
  /** Stop all jobs, then exit. */
  | { readonly kind: 'shutdown' };

/** A message from a process that does jobs; exactly one of `done` and `failed` ends each job. */
export type JobMessage =
  | { readonly kind: 'ready' }
  | { readonly kind: 'progress'; readonly id: string; readonly progress: unknown; readonly urgent: boolean }
  | { readonly kind: 'paused' | 'resumed'; readonly id: string }
  | { readonly kind: 'done'; readonly id: string; readonly result: unknown }
  /** `stack` is for the log, when nobody foresaw the failure. */
  | {
      readonly kind: 'failed';
      readonly id: string;
      readonly problem: Problem;
      readonly stack: string | null;
    };

/** The problem that an error carries, and the stack of an error that nobody foresaw. */
export function describeFailure(error: unknown): {
  readonly problem: Problem;
  readonly stack: string | null;
} {
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  return { problem: problemOf(error), stack: error instanceof ProblemError ? null : (stack ?? message) };
}

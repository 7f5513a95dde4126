import type { z } from '../base/zod.js';
import type { RunControl } from '../train/control.js';
import type { Environments, Host } from './environment.js';

/** How a job reaches the machine and whoever asked for it. */
export interface JobContext<H extends Host = Host, Progress = unknown> {
  readonly environment: Environments[H];
  /** Reports progress. What is reported in quick succession arrives together; `urgent` reports arrive at once. */
  report(progress: Progress, urgent?: boolean): void;
  /** Pauses and stops a job between two steps; for jobs that end with a result when they are stopped. */
  readonly control: RunControl;
  /** Aborted when the job is stopped; for jobs that then fail with `interrupted`. */
  readonly signal: AbortSignal;
}

/** Long work as data: what goes in, what it reports and returns, and which process does it. */
export interface Job<
  N extends string = string,
  H extends Host = Host,
  I extends z.ZodType = z.ZodType,
  P extends z.ZodType = z.ZodType,
  R extends z.ZodType = z.ZodType,
> {
  readonly name: N;
  readonly host: H;
  readonly input: I;
  readonly progress: P;
  readonly result: R;
  /** Does the job. Throws a `ProblemError` for what a person can cause. */
  run(input: z.output<I>, context: JobContext<H, z.output<P>>): Promise<z.output<R>>;
}

/**
 * Declares a job. The process that serves it, its supervisor, the calls of the window and the types on both sides
 * follow from the declaration and its line in `index.ts`.
 */
export function defineJob<
  const N extends string,
  H extends Host,
  I extends z.ZodType,
  P extends z.ZodType,
  R extends z.ZodType,
>(job: Job<N, H, I, P, R>): Job<N, H, I, P, R> {
  return job;
}

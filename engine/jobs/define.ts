import { failure } from '../base/problem.js';
import { z } from '../base/zod.js';
import type { RunControl } from '../train/control.js';
import type { Environments, Host } from './environment.js';

/** A job's way to the machine and to its caller. */
export interface JobContext<H extends Host = Host, Progress = unknown> {
  readonly environment: Environments[H];
  /** Reports progress. What is reported in quick succession arrives together; `urgent` reports arrive at once. */
  report(progress: Progress, urgent?: boolean): void;
  /** Pauses and stops a job between two steps; for jobs that end with a result when they are stopped. */
  readonly control: RunControl;
  /** Aborted when the job is stopped; for jobs that then fail with `interrupted`. */
  readonly signal: AbortSignal;
}

/**
 * Kinds of paths among the inputs of jobs. The window never sees a path: electron/ipc/jobs.ts says how it names one of
 * each kind, and electron/main/handlers/jobs.ts how the main process finds the path.
 */
export type PathKind =
  /** The folder of a run. */
  | 'run'
  /** The folder of a run to be trained: a new one, or one to resume. */
  | 'trainedRun'
  /** An ONNX file to be written. */
  | 'newModel'
  /** A folder or file with images. */
  | 'images'
  | 'cifar10Archive'
  /** A file or folder that was chosen before. */
  | 'known';

/** The inputs of a job that are paths, and their kinds. */
export type PathsOf<I extends z.ZodType> = { readonly [K in keyof z.input<I>]?: PathKind };

/** Long work as data: what goes in, what it reports and returns, and which process does it. */
export interface Job<
  N extends string = string,
  H extends Host = Host,
  I extends z.ZodType = z.ZodType,
  P extends z.ZodType = z.ZodType,
  R extends z.ZodType = z.ZodType,
  F = Readonly<Record<string, PathKind>>,
> {
  readonly name: N;
  readonly host: H;
  readonly input: I;
  readonly paths: F;
  /** Set where two at once would write the same files: the second is refused, for it is busy `with` this. */
  readonly exclusive?: 'download' | 'import';
  /** A question that is answered in moments: it does not wait for the jobs before it, such as training. */
  readonly quick?: true;
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
  const F extends PathsOf<I>,
>(job: Job<N, H, I, P, R, F>): Job<N, H, I, P, R, F> {
  return job;
}

/** The result of `work`, or `interrupted/canceled` as soon as its job is stopped; the work itself then ends unheard. */
export function rejectOnAbort<T>(
  signal: AbortSignal,
  what: 'import' | 'download',
  work: Promise<T>,
): Promise<T> {
  const aborted = new Promise<never>((_, reject) => {
    const cancel = () => reject(failure('interrupted/canceled', { what }));
    if (signal.aborted) cancel();
    else signal.addEventListener('abort', cancel);
  });
  return Promise.race([work, aborted]);
}

/** Numbers in one piece of memory, which crosses processes as such. */
export const floatsSchema = z.custom<Float32Array>((value) => value instanceof Float32Array);

/** Bytes in one piece of memory. */
export const bytesSchema = z.custom<Uint8Array>((value) => value instanceof Uint8Array);

/** Numbers in the form of an image. */
export const mapSchema = z.strictObject({
  height: z.int().min(1),
  width: z.int().min(1),
  values: floatsSchema,
});

/** Progress of work that is counted: images, or bytes. */
export const countedSchema = z.strictObject({
  done: z.int().min(0),
  /** Null while it is unknown. */
  total: z.int().min(0).nullable(),
});

/** Progress of work that is counted. */
export type Counted = z.output<typeof countedSchema>;

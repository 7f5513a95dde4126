import type { PathKind } from '../../engine/jobs/define.js';
import type { JobInput, JobName, JobPaths } from '../../engine/jobs/index.js';
import { z } from '../../engine/base/zod.js';
import type { Problem } from '../../engine/base/problem.js';
import { channel, nothing, title, token } from './define.js';

/** References by which the window names the paths among a job's inputs. */
export const references = {
  run: z.strictObject({ token, runId: token }),
  /** A new run when `resume` is null. */
  trainedRun: z.strictObject({ token, resume: token.nullable() }),
  /** Asks for the file; `name` is proposed. */
  newModel: z.strictObject({ name: title }),
  /** Asks for the folder or file, or uses the dropped one, or one that was chosen before. */
  images: z.union([z.enum(['folder', 'file', 'dropped']), z.strictObject({ token })]),
  cifar10Archive: z.literal('ask'),
  /** The token of a file that was chosen before. */
  known: token,
} satisfies Readonly<Record<PathKind, z.ZodType>>;

/** A reference to a path of a kind. */
export type Reference<K extends PathKind = PathKind> = z.output<(typeof references)[K]>;

type KindOf<N extends JobName, F> = F extends keyof JobPaths<N> ? Extract<JobPaths<N>[F], PathKind> : never;

/** A job as the window asks for it: its input, with references in place of paths. */
export type JobRequest<N extends JobName> = {
  readonly [F in keyof JobInput<N>]: F extends keyof JobPaths<N>
    ? Reference<KindOf<N, F>> | Extract<JobInput<N>[F], null>
    : JobInput<N>[F];
};

/** The window's view of a job's path before it begins: a token for later calls, and a name to show. */
export type Accepted<N extends JobName> = {
  readonly [F in keyof JobPaths<N>]: z.output<typeof acceptedPath>;
};

const acceptedPath = z.strictObject({ token, name: title });

/** Starting and steering jobs. Their progress, result or failure comes as `jobUpdates` pushes. */
export const jobChannels = {
  /** The window gives the id, for updates and `jobs.control`. Null when a dialog was canceled. */
  'jobs.start': channel(
    z.strictObject({ id: token, name: title, request: z.record(z.string(), z.unknown()) }),
    z.record(z.string(), acceptedPath).nullable(),
  ),
  /** The jobs that have not ended. */
  'jobs.list': channel(nothing, z.array(token)),
  'jobs.control': channel(
    z.strictObject({ id: token, action: z.enum(['pause', 'resume', 'stop']) }),
    z.null(),
  ),
};

/** News of a job; exactly one of `done` and `failed` ends it. */
export type JobUpdate =
  /** Reports, in order. */
  | { readonly kind: 'progress'; readonly progress: readonly unknown[] }
  | { readonly kind: 'paused' | 'resumed' }
  | { readonly kind: 'done'; readonly result: unknown }
  | { readonly kind: 'failed'; readonly problem: Problem };

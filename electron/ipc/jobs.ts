import type { JobName } from '../../engine/jobs/index.js';
import { z } from '../../engine/base/zod.js';
import type { Problem } from '../../engine/base/problem.js';
import { channel, nothing, projectText, title, token, type Channel } from './define.js';

/**
 * A job as the window asks for it, with tokens where the job has paths. The window names it, for its updates and for
 * `jobs.control`; `accepted` is what it learns before the job begins, null when a dialog was canceled.
 */
function job<R extends z.ZodType, A extends z.ZodType>(request: R, accepted: A) {
  return channel(z.strictObject({ id: token, request }), accepted.nullable());
}

const run = { token, runId: token };
const outputs = ['logits', 'log_probabilities', 'probabilities', 'prediction', 'values'] as const;

/** Starting and steering jobs. Their progress, result or failure comes as `jobUpdates` pushes. */
export const jobChannels = {
  /** `resume` goes on from that run's checkpoint; `epochs` overrides the project's. */
  'jobs.train': job(
    z.strictObject({
      token,
      text: projectText,
      epochs: z.int().min(1).max(1_000_000).nullable(),
      resume: token.nullable(),
    }),
    z.strictObject({ runId: token }),
  ),
  /** Asks for a file, then exports to it. */
  'jobs.export': job(
    z.strictObject({
      ...run,
      input: z.enum(['tensor', 'pixels']),
      output: z.enum(outputs),
      includeData: z.boolean(),
    }),
    z.strictObject({ file: z.strictObject({ token, name: title }) }),
  ),
  'jobs.classify': job(z.strictObject(run), z.literal(true)),
  /** The jobs that have not ended. */
  'jobs.list': channel(nothing, z.array(token)),
  'jobs.control': channel(
    z.strictObject({ id: token, action: z.enum(['pause', 'resume', 'stop']) }),
    z.null(),
  ),
} satisfies Readonly<Record<`jobs.${JobName | 'list' | 'control'}`, Channel>>;

/** News of a job; exactly one of `done` and `failed` ends it. */
export type JobUpdate =
  /** Reports, in order. */
  | { readonly kind: 'progress'; readonly progress: readonly unknown[] }
  | { readonly kind: 'paused' | 'resumed' }
  | { readonly kind: 'done'; readonly result: unknown }
  | { readonly kind: 'failed'; readonly problem: Problem };

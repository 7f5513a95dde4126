import { MAX_THREADS } from '../backends/backend.js';
import { z } from '../base/zod.js';
import type { TrainEvent } from './events.js';

const id = z.string().min(1).max(64);

/** Settings of a training job. The project travels as text and is parsed where it is used. */
const trainRequest = z.strictObject({
  kind: z.literal('train'),
  id,
  /** The text of the project file. */
  project: z.string(),
  /** Folder of this run: checkpoints, curves, record. */
  out: z.string(),
  /** Go on from the checkpoint in `out`. */
  resume: z.boolean().default(false),
  /** Overrides the project's number of epochs ("+N epochs"). */
  epochs: z.int().min(1).nullable().default(null),
  threads: z.int().min(1).max(MAX_THREADS),
  backend: z.enum(['native', 'reference']).default('native'),
});

const exportRequest = z.strictObject({
  kind: z.literal('export'),
  id,
  /** Folder of the run whose weights are exported. */
  run: z.string(),
  out: z.string(),
  input: z.enum(['tensor', 'pixels']),
  output: z.enum(['logits', 'log_probabilities', 'probabilities', 'prediction', 'values']),
  threads: z.int().min(1).max(MAX_THREADS),
});

const classifyRequest = z.strictObject({
  kind: z.literal('classify'),
  id,
  /** Folder of the run whose model is asked. */
  run: z.string(),
  threads: z.int().min(1).max(MAX_THREADS),
});

const control = <const K extends string>(kind: K) => z.strictObject({ kind: z.literal(kind), id });
const shutdown = z.strictObject({ kind: z.literal('shutdown') });

/** What the main process may ask of the engine's process. */
export const requestSchema = z.discriminatedUnion('kind', [
  trainRequest,
  exportRequest,
  classifyRequest,
  control('pause'),
  control('resume'),
  control('stop'),
  shutdown,
]);

/** A request as it is posted to the worker. */
export type WorkerRequest = z.input<typeof requestSchema>;
/** A training request, complete. */
export type TrainRequest = z.output<typeof trainRequest>;
/** An export request, complete. */
export type ExportRequest = z.output<typeof exportRequest>;

/** A request for predictions, complete. */
export type ClassifyRequest = z.output<typeof classifyRequest>;

/** What the worker posts: events of a job, under the job's id; `ready` once at the start. */
export type WorkerMessage =
  | { readonly kind: 'ready'; readonly threads: number }
  | { readonly kind: 'event'; readonly id: string; readonly event: TrainEvent }
  | { readonly kind: 'bye' };

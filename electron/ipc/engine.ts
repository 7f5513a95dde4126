import { z } from '../../engine/base/zod.js';
import { channel, nothing, projectText, title, token } from './define.js';
import {
  runDetailSchema,
  runSummarySchema,
  type RunDetail,
  type RunEpoch,
  type RunSummary,
} from '../../engine/runs/record.js';

/** Where the engine stands. `died` stays until "Restart engine". */
export const engineStateSchema = z.strictObject({
  state: z.enum(['starting', 'ready', 'died']),
  /** `native` or `reference`, once ready. */
  backend: z.string().max(100).nullable(),
  threads: z.int().min(1),
  /** Jobs that are queued, running or paused. */
  jobs: z.array(token).max(100),
});

const exportedSchema = z.strictObject({ jobId: token, file: z.strictObject({ token, name: title }) });

/** Training, export and the runs of a project. What jobs tell comes as `engineEvent` pushes. */
export const engineChannels = {
  'engine.info': channel(nothing, engineStateSchema),
  /** Queues a training job. `resume` goes on from that run's checkpoint; `epochs` overrides the project's. */
  'engine.train': channel(
    z.strictObject({
      token,
      text: projectText,
      epochs: z.int().min(1).max(1_000_000).nullable(),
      resume: token.nullable(),
    }),
    z.strictObject({ jobId: token, runId: token }),
  ),
  'engine.control': channel(
    z.strictObject({ jobId: token, action: z.enum(['pause', 'resume', 'stop']) }),
    z.null(),
  ),
  /** Asks for a file, then queues an export job; its `done` event carries the certificate. */
  'engine.export': channel(
    z.strictObject({
      token,
      runId: token,
      input: z.enum(['tensor', 'pixels']),
      output: z.enum(['logits', 'log_probabilities', 'probabilities', 'prediction', 'values']),
    }),
    exportedSchema.nullable(),
  ),
  /** Asks the run's model about every validation sample; a `predictions` event carries the answers. */
  'engine.classify': channel(z.strictObject({ token, runId: token }), z.strictObject({ jobId: token })),
  /** Asks for a file and writes the run's parameters and buffers to it, by their PyTorch names. */
  'engine.exportWeights': channel(
    z.strictObject({ token, runId: token }),
    z.strictObject({ token, name: title }).nullable(),
  ),
  /** Starts a new engine after the old one died. */
  'engine.restart': channel(nothing, engineStateSchema),
  /** The runs of a document, newest first. */
  'runs.list': channel(z.strictObject({ token }), z.array(runSummarySchema).max(10_000)),
  'runs.read': channel(z.strictObject({ token, runId: token }), runDetailSchema),
  /** Asks, then deletes a run for good; false when it is kept. */
  'runs.remove': channel(z.strictObject({ token, runId: token }), z.boolean()),
};

/** Where the engine stands. */
export type EngineState = z.output<typeof engineStateSchema>;
export type { RunDetail, RunEpoch, RunSummary };

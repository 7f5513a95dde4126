import { problemSchema } from '../../engine/base/problem.js';
import { z } from '../../engine/base/zod.js';
import { channel, nothing, title, token } from './define.js';
import {
  runDetailSchema,
  runSummarySchema,
  type RunDetail,
  type RunEpoch,
  type RunSummary,
} from '../../engine/runs/record.js';

/** The state of the engine. `hung` ends when it responds again; `died` stays until "Restart engine". */
export const engineStateSchema = z.strictObject({
  state: z.enum(['idle', 'starting', 'ready', 'hung', 'died']),
  threads: z.int().min(1),
});

/** The engine, and the runs of a project. */
export const engineChannels = {
  'engine.info': channel(nothing, engineStateSchema),
  /** Asks for a file and writes the run's parameters and buffers to it, by their PyTorch names. */
  'engine.exportWeights': channel(
    z.strictObject({ token, runId: token }),
    z.strictObject({ token, name: title, note: problemSchema.nullable() }).nullable(),
  ),
  /** Starts a new engine in place of one that died or hangs. */
  'engine.restart': channel(nothing, engineStateSchema),
  /** The runs of a document, newest first. */
  'runs.list': channel(z.strictObject({ token }), z.array(runSummarySchema).max(10_000)),
  'runs.read': channel(z.strictObject({ token, runId: token }), runDetailSchema),
  /** Gives a run a name, or removes it. */
  'runs.rename': channel(
    z.strictObject({ token, runId: token, name: runSummarySchema.shape.name }),
    z.null(),
  ),
  /** Deletes a run, which `runs.restore` brings back. */
  'runs.remove': channel(z.strictObject({ token, runId: token }), z.boolean()),
  'runs.restore': channel(z.strictObject({ token, runId: token }), z.boolean()),
};

/** The state of the engine. */
export type EngineState = z.output<typeof engineStateSchema>;
export type { RunDetail, RunEpoch, RunSummary };

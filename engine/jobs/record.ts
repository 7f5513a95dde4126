import { printGraph } from '../tensor/graph.js';
import { createBuilder } from '../tensor/operators/index.js';
import { declareTensors, type Recipe } from '../train/step.js';
import { forwardModel } from '../nn/model/forward.js';
import { inputShape } from '../train/source.js';
import type { Project } from '../project/schema.js';
import type { RunState } from '../train/state.js';
import { VERSION } from '../base/version.js';
import type { JobEnvironment } from './environment.js';
import type { EpochEvent } from './events.js';

/** What identifies a run: with these, it can be done again and give the same numbers. */
export interface RunIdentity {
  readonly seed: number;
  /** SHA-256 of the samples, targets and rows that were used. */
  readonly dataHash: string;
  /** SHA-256 of the model's forward graph as text. */
  readonly graphHash: string;
  /** Layerloom's version. */
  readonly version: string;
  /** SHA-256 of the weights that it started from; left out where they were drawn from the seed. */
  readonly startedFrom?: string;
}

/** How a run stands. */
export type RunStatus = 'running' | 'finished' | 'stopped' | 'failed';

/** The contents of `run.json`. */
export interface RunRecord extends RunIdentity {
  readonly format: 'layerloom-run';
  readonly project: Project;
  readonly backend: string;
  readonly threads: number;
  readonly startedAt: string;
  readonly updatedAt: string;
  readonly status: RunStatus;
  readonly error: { readonly code: string; readonly message: string } | null;
  readonly parameters: number;
  readonly epochs: readonly EpochEvent[];
}

/** Computes what identifies a run. */
export function identifyRun(recipe: Recipe, seed: number, hash: JobEnvironment['hash']): RunIdentity {
  const b = createBuilder();
  const tensors = declareTensors(b, recipe.model);
  const x = b.input('input', 'float32', inputShape(recipe.source));
  const { output } = forwardModel(b, recipe.model, x, {
    training: false,
    tensor: (path) => tensors.get(path)!,
  });
  return {
    seed,
    dataHash: hash(dataParts(recipe)),
    graphHash: hash([printGraph(b.build([output]))]),
    version: VERSION,
  };
}

/** Bytes that are hashed in one go, or one row: each call costs as much as some kilobytes. */
const PART_BYTES = 2 ** 20;

/** The bytes of every row that trains or validates, with its target. */
function* dataParts({ source }: Recipe): Generator<Uint8Array> {
  const columns = [source.samples, source.targets].map(({ data, shape }) => {
    const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    return { bytes, width: bytes.length / shape[0]! };
  });
  const rowBytes = columns.reduce((sum, { width }) => sum + width, 0);
  const most = Math.max(1, Math.floor(PART_BYTES / rowBytes));
  for (const rows of [source.train, source.validation]) {
    for (let from = 0; from < rows.length; from += most) {
      const some = rows.subarray(from, from + most);
      const part = new Uint8Array(some.length * rowBytes);
      let at = 0;
      for (const row of some) {
        for (const { bytes, width } of columns) {
          part.set(bytes.subarray(row * width, (row + 1) * width), at);
          at += width;
        }
      }
      yield part;
    }
  }
}

/**
 * A short text that is the same exactly when a checkpoint fits: same model, data and training settings.
 * The number of epochs may change: that is what "train on" means. So may Layerloom's version.
 */
export function fingerprint(project: Project, identity: RunIdentity, hash: JobEnvironment['hash']): string {
  const { epochs: _, ...training } = project.training;
  const { seed, dataHash, startedFrom } = identity;
  return hash([JSON.stringify([project.model, project.data, training, { seed, dataHash, startedFrom }])]);
}

/** The share of a record that does not change while the run goes on. */
export type RunHeader = Omit<RunRecord, 'updatedAt' | 'status' | 'error' | 'epochs'>;

/** The record of a run as its file's text. */
export function recordText(
  header: RunHeader,
  state: RunState,
  status: RunStatus,
  updatedAt: string,
  error: RunRecord['error'] = null,
): string {
  const record: RunRecord = { ...header, updatedAt, status, error, epochs: state.history };
  return `${JSON.stringify(record, null, 1)}\n`;
}

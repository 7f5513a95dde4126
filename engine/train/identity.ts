import { VERSION } from '../base/version.js';
import { declareTensors, forwardModel } from '../nn/model/forward.js';
import type { Project } from '../project/schema.js';
import { printGraph } from '../tensor/graph.js';
import { createBuilder } from '../tensor/operators/index.js';
import { inputShape } from './source.js';
import type { Recipe } from './recipe.js';

/** SHA-256 of parts one after another, hexadecimal. */
export type Hash = (parts: Iterable<Uint8Array | string>) => string;

/** The identity of a run: with these facts it can be reproduced with the same numbers. */
export interface RunIdentity {
  readonly seed: number;
  /** SHA-256 of the samples, targets and rows that were used. */
  readonly dataHash: string;
  /** SHA-256 of the model's forward graph as text. */
  readonly graphHash: string;
  /** Layerloom's version. */
  readonly version: string;
  /** SHA-256 of the weights that it started from; undefined where they were drawn from the seed. */
  readonly startedFrom?: string | undefined;
}

/** Computes what identifies a run. */
export function identifyRun(
  recipe: Recipe,
  { seed, startedFrom }: Pick<RunIdentity, 'seed' | 'startedFrom'>,
  hash: Hash,
): RunIdentity {
  const b = createBuilder();
  const tensors = declareTensors(b, recipe.model);
  const x = b.input('input', 'float32', inputShape(recipe.source));
  const { output } = forwardModel(b, recipe.model, x, { training: false, tensors });
  return {
    seed,
    dataHash: hash(dataParts(recipe)),
    graphHash: hash([printGraph(b.build([output]))]),
    version: VERSION,
    startedFrom,
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

/** True if the data of two projects differ only in the mean and standard deviation that they are normalized by. */
export function differInFigures(one: Pick<Project, 'data'>, other: Pick<Project, 'data'>): boolean {
  const withoutFigures = ({ data }: Pick<Project, 'data'>) =>
    JSON.stringify(data, (key, value: unknown) => (key === 'mean' || key === 'std' ? undefined : value));
  const same = withoutFigures(one) === withoutFigures(other);
  return same && JSON.stringify(one.data) !== JSON.stringify(other.data);
}

/**
 * A short text that is the same exactly when a checkpoint fits: same model, data and training settings.
 * The number of epochs may change: that is what "train on" means. So may Layerloom's version.
 */
export function fingerprintOf(project: Project, identity: RunIdentity, hash: Hash): string {
  const { epochs: _, ...training } = project.training;
  const { seed, dataHash, startedFrom } = identity;
  return hash([JSON.stringify([project.model, project.data, training, { seed, dataHash, startedFrom }])]);
}

import type { Augment } from '../data/augment/define.js';
import type { Builder } from '../tensor/builder.js';
import type { Value } from '../tensor/graph.js';
import { BATCH, type Shape } from '../base/shape.js';
import type { TensorOf } from '../tensor/tensor.js';

/**
 * Samples and targets as they lie in memory, whole; a batch is a list of row numbers. Nothing is copied
 * or converted before training: transforms run in the graph, on the batch. Augmented images alone are made
 * batch by batch, for each training step.
 */
export interface SampleSource {
  /** Every sample: bytes `[N, C, H, W]` of images, or rows `[N, columns]` of a table. */
  readonly samples: TensorOf<'uint8'> | TensorOf<'float32'>;
  /** Class numbers `[N]`, or values `[N, columns]`. */
  readonly targets: TensorOf<'int32'> | TensorOf<'float32'>;
  /** Rows to train on, before any hold-out. */
  readonly train: Uint32Array;
  /** Rows that validate; empty when a share of `train` is held out instead, or nothing validates. */
  readonly validation: Uint32Array;
  /** Share of `train` to hold out, drawn from the run's generator; 0 for none. */
  readonly holdOut: number;
  /** Names of the classes in the order of their numbers; null where numbers come out. */
  readonly classNames: readonly string[] | null;
  /** Emits the transforms of a batch: what is fetched in, float32 out. */
  readonly transform: (b: Builder, batch: Value) => Value;
  /** Changes training images as they come up; null where nothing does. */
  readonly augment: Augment | null;
}

/** The type of what a model gets: a batch of transformed samples. */
export function inputShape(source: SampleSource): Shape {
  return [BATCH, ...source.samples.shape.slice(1)];
}

/** A batch in the graph. */
interface Batch {
  readonly samples: Value;
  readonly targets: Value;
}

/** Declares the data set and a list of rows as inputs, and fetches and transforms those rows. */
export function readBatch(b: Builder, source: SampleSource, batch: number): Batch {
  const all = b.input('samples', source.samples.dtype, source.samples.shape);
  const { rows, targets } = readTargets(b, source, batch);
  return { samples: source.transform(b, b.op('Gather', [all, rows], { axis: 0 })), targets };
}

/** The batch of a training step: from the data set, or as the source's augmentation makes it. */
export function readTrainingBatch(b: Builder, source: SampleSource, batch: number): Batch {
  return (source.augment ? readAugmentedBatch : readBatch)(b, source, batch);
}

/** Declares the batch itself as an input `batch`, made by the source's augmentation, and transforms it. */
function readAugmentedBatch(b: Builder, source: SampleSource, batch: number): Batch {
  const made = b.input('batch', source.samples.dtype, [batch, ...source.samples.shape.slice(1)]);
  return { samples: source.transform(b, made), targets: readTargets(b, source, batch).targets };
}

function readTargets(b: Builder, source: SampleSource, batch: number): { rows: Value; targets: Value } {
  const all = b.input('targets', source.targets.dtype, source.targets.shape);
  const rows = b.input('indices', 'int32', [batch]);
  return { rows, targets: b.op('Gather', [all, rows], { axis: 0 }) };
}

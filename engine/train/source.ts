import type { Augment } from '../data/augment/define.js';
import type { Builder } from '../tensor/builder.js';
import type { Value } from '../tensor/graph.js';
import { BATCH, type Shape } from '../base/shape.js';
import type { TensorOf } from '../tensor/tensor.js';

/**
 * All samples and targets in memory; a batch is a list of row numbers. Nothing is copied or converted before
 * training: transforms run in the graph, on the batch. Only augmented images are created batch by batch, for
 * each training step.
 */
export interface SampleSource {
  /** Every sample: bytes `[N, C, H, W]` of images, or rows `[N, columns]` of a table. */
  readonly samples: TensorOf<'uint8'> | TensorOf<'float32'>;
  /** Class indices `[N]`, or values `[N, columns]`. */
  readonly targets: TensorOf<'int32'> | TensorOf<'float32'>;
  /** Rows to train on, before any hold-out. */
  readonly train: Uint32Array;
  /** Validation rows; empty if a share of `train` is held out instead, or if there is no validation. */
  readonly validation: Uint32Array;
  /** Share of `train` to hold out, drawn from the run's generator; 0 for none. */
  readonly holdOut: number;
  /** Class names in the order of their indices; null if the targets are numbers. */
  readonly classNames: readonly string[] | null;
  /** Emits the transforms of a batch, from the stored type to float32. */
  readonly transform: (b: Builder, batch: Value) => Value;
  /** Augments a training image each time it is used; null without augmentation. */
  readonly augment: Augment | null;
}

/** The shape of a model's input: a batch of transformed samples. */
export function inputShape(source: SampleSource): Shape {
  return [BATCH, ...source.samples.shape.slice(1)];
}

/** A batch in the graph. */
interface Batch {
  readonly samples: Value;
  readonly targets: Value;
}

/**
 * Declares a batch and transforms it: rows `indices` of the data set `samples` or, while training with
 * augmentation, the augmented images `batch`.
 */
export function readBatch(b: Builder, source: SampleSource, batch: number, training: boolean): Batch {
  const { samples, targets, augment, transform } = source;
  const [, ...sampleShape] = samples.shape;
  const augmented = training && augment;
  const stored = augmented
    ? b.input('batch', samples.dtype, [batch, ...sampleShape])
    : b.input('samples', samples.dtype, samples.shape);
  const allTargets = b.input('targets', targets.dtype, targets.shape);
  const rows = b.input('indices', 'int32', [batch]);
  const chosenTargets = b.op('Gather', [allTargets, rows], { axis: 0 });
  const chosen = augmented ? stored : b.op('Gather', [stored, rows], { axis: 0 });
  return { samples: transform(b, chosen), targets: chosenTargets };
}

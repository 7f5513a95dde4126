import { unknownName } from '../base/names.js';
import { assertNone, failure, type Place, type ProblemError } from '../base/problem.js';
import { BATCH, type Shape } from '../base/shape.js';
import type { Augment } from '../data/augment/define.js';
import { prepareAugmentations } from '../data/augment/index.js';
import type { ImageSet } from '../data/imageSet.js';
import { type Feature, type InputColumn, missingRows, prepareTable } from '../data/preparedTable.js';
import { chooseImages } from '../data/sampler.js';
import { tableOf, TABLES } from '../data/table.js';
import { pipeline, targetPipeline, type TargetPipeline } from '../data/transforms/index.js';
import { isImages } from '../project/samples.js';
import type { DataSpec, ImageDataSpec, TableDataSpec } from '../project/schema.js';
import type { Builder } from '../tensor/builder.js';
import type { Value } from '../tensor/graph.js';
import { createBuilder } from '../tensor/operators/index.js';
import { tensor, type TensorOf } from '../tensor/tensor.js';

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
  /** The input columns of a table before they became samples; null for images. */
  readonly columns: readonly InputColumn[] | null;
  /** Emits the transforms of a batch, from the stored type to float32. */
  readonly transform: (b: Builder, batch: Value) => Value;
  /** Transforms of targets that are numbers, and their inverse. */
  readonly targetPipeline: TargetPipeline;
  /** Augments a training image each time it is used; null without augmentation. */
  readonly augment: Augment | null;
}

/** The shape of a model's input: a batch of transformed samples. */
export function inputShape({ samples, transform }: Pick<SampleSource, 'samples' | 'transform'>): Shape {
  const b = createBuilder();
  return transform(b, b.input('batch', samples.dtype, [BATCH, ...samples.shape.slice(1)])).shape;
}

/** Loads the images of a source. Throws `missing-data` if they are not on this machine. */
export type LoadImages = (source: ImageDataSpec['source']) => Promise<ImageSet>;

const NONE = new Uint32Array(0);

/** Opens what a project's `data` describes. Throws when it is missing or does not fit the description. */
export async function openSource(spec: DataSpec, loadImages: LoadImages): Promise<SampleSource> {
  return isImages(spec) ? openImages(spec, loadImages) : openTable(spec);
}

const at = (...path: string[]): Place => ({ kind: 'project', path: ['data', ...path] });

async function openImages(spec: ImageDataSpec, loadImages: LoadImages): Promise<SampleSource> {
  const data = await loadImages(spec.source);
  const { images, labels, side, channels } = data;
  const { train, validation, labelOf } = chooseImages(spec, data);
  if (train.length === 0) {
    throw failure('bad-data/no-training-images', { classes: spec.classes }, { where: at('classes') });
  }
  if (spec.validation?.from === 'test' && validation.length === 0) {
    throw failure('bad-data/no-test-images', {}, { where: at('validation') });
  }
  const samples = tensor('uint8', [labels.length, channels, side, side], images);
  return {
    samples,
    targets: tensor(
      'int32',
      [labels.length],
      Int32Array.from(labels, (label) => labelOf[label]!),
    ),
    train,
    validation,
    holdOut: spec.validation?.from === 'train' ? spec.validation.share : 0,
    classNames: spec.classes,
    columns: null,
    transform: fittingPipeline(spec, samples),
    targetPipeline: targetPipeline([], null),
    augment: prepareAugmentations(spec.augment, data),
  };
}

/** The transforms, after one look whether they fit the samples: a run must not begin that cannot take a step. */
function fittingPipeline(spec: DataSpec, samples: SampleSource['samples']): SampleSource['transform'] {
  const transform = pipeline(spec.transforms, isImages(spec) ? 'images' : 'table');
  inputShape({ samples, transform });
  return transform;
}

function openTable(spec: TableDataSpec): SampleSource {
  const table = tableOf(spec.source);
  if (!table) {
    const names = TABLES.map(({ name }) => name);
    throw failure('bad-project/table', unknownName(spec.source.name, names), { where: at('source', 'name') });
  }
  assertNone(missingRows(table, spec));
  const { rows, columns, inputs, targets } = prepareTable(table, spec);
  if (rows.length === 0) {
    throw failure('bad-data/no-whole-row', {}, { where: at('inputs') });
  }
  const samples = sideBySide(inputs);
  return {
    samples,
    targets:
      targets.kind === 'classes'
        ? tensor('int32', [rows.length], Int32Array.from(targets.labels))
        : sideBySide(targets.columns),
    train: Uint32Array.from(rows, (_, i) => i),
    validation: NONE,
    holdOut: spec.validation?.share ?? 0,
    classNames: targets.kind === 'classes' ? targets.names : null,
    columns,
    transform: fittingPipeline(spec, samples),
    targetPipeline: targetPipeline(
      spec.targetTransforms ?? [],
      targets.kind === 'classes' ? null : targets.columns.length,
    ),
    augment: null,
  };
}

/** Columns as one tensor `[rows, columns]`. Throws `bad-data` for a number that no float32 holds. */
function sideBySide(columns: readonly Feature[]): TensorOf<'float32'> {
  const rows = columns[0]!.values.length;
  const values = new Float32Array(rows * columns.length);
  columns.forEach((column, c) => {
    for (let row = 0; row < rows; row++) {
      const value = Math.fround(column.values[row]!);
      if (!Number.isFinite(value)) throw tooLarge(column, row);
      values[row * columns.length + c] = value;
    }
  });
  return tensor('float32', [rows, columns.length], values);
}

function tooLarge({ name, values }: Feature, row: number): ProblemError {
  const where = { kind: 'cell', file: null, row: null, column: name } as const;
  return failure('bad-data/too-large', { value: values[row]! }, { where });
}

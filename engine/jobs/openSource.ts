import { prepareAugmentations } from '../data/augment/index.js';
import { chooseImages } from '../data/subset.js';
import { pipeline } from '../data/transforms/pipeline.js';
import { prepareTable, type Feature } from '../data/preparedTable.js';
import { rowCount } from '../data/table.js';
import { TABLES, tableOf } from '../data/tables.js';
import { failure, type Place, type ProblemError } from '../base/problem.js';
import { BATCH } from '../base/shape.js';
import { tensor, type Tensor, type TensorOf } from '../tensor/tensor.js';
import { createBuilder } from '../tensor/operators/index.js';
import { isImages } from '../project/samples.js';
import { unknownName } from '../base/names.js';
import type { DataSpec, ImageDataSpec, TableDataSpec } from '../project/schema.js';
import type { SampleSource } from '../train/source.js';
import type { JobEnvironment } from './environment.js';

const NONE = new Uint32Array(0);

/** Opens what a project's `data` describes. Throws when it is missing or does not fit the description. */
export async function openSource(
  spec: DataSpec,
  env: Pick<JobEnvironment, 'loadImages'>,
): Promise<SampleSource> {
  return isImages(spec) ? openImages(spec, env) : openTable(spec);
}

const at = (...path: string[]): Place => ({ kind: 'project', path: ['data', ...path] });

async function openImages(
  spec: ImageDataSpec,
  env: Pick<JobEnvironment, 'loadImages'>,
): Promise<SampleSource> {
  const data = await env.loadImages(spec.source);
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
    transform: fittingPipeline(spec, samples),
    augment: prepareAugmentations(spec.augment, data),
  };
}

/** The transforms, after one look whether they fit the samples: a run must not begin that cannot take a step. */
function fittingPipeline(spec: DataSpec, { dtype, shape }: Tensor): SampleSource['transform'] {
  const transform = pipeline(spec.transforms, isImages(spec) ? 'images' : 'table');
  const b = createBuilder();
  transform(b, b.input('batch', dtype, [BATCH, ...shape.slice(1)]));
  return transform;
}

function openTable(spec: TableDataSpec): SampleSource {
  const table = tableOf(spec.source);
  if (!table) {
    const names = TABLES.map(({ name }) => name);
    throw failure('bad-project/table', unknownName(spec.source.name, names), { where: at('source', 'name') });
  }
  if (rowCount(table) === 0) {
    const columns = [...spec.inputs, ...spec.targets];
    throw failure('missing-data/table', { name: table.name, columns }, { where: at('source', 'columns') });
  }
  const { rows, inputs, targets } = prepareTable(table, spec);
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
    transform: fittingPipeline(spec, samples),
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

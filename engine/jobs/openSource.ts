import { CIFAR10_CLASSES, CIFAR10_IMAGE } from '../data/cifar10.js';
import { pipeline } from '../data/transforms/index.js';
import { selectColumns } from '../data/table.js';
import { thermometer } from '../data/thermometer.js';
import { LoomError } from '../errors.js';
import { tensor } from '../graph/tensor.js';
import { isImages } from '../project/samples.js';
import { unknownName } from '../project/names.js';
import type { DataSpec, ImageDataSpec, TableDataSpec } from '../project/schema.js';
import { Mt19937 } from '../random/mt19937.js';
import { randperm } from '../random/randperm.js';
import type { SampleSource } from '../train/source.js';
import type { JobEnvironment } from './environment.js';

const NONE = new Uint32Array(0);

/** Opens what a project's `data` describes. Throws when it is missing or does not fit the description. */
export async function openSource(
  spec: DataSpec,
  env: Pick<JobEnvironment, 'loadCifar10'>,
): Promise<SampleSource> {
  return isImages(spec) ? openImages(spec, env) : openTable(spec);
}

async function openImages(
  spec: ImageDataSpec,
  env: Pick<JobEnvironment, 'loadCifar10'>,
): Promise<SampleSource> {
  const labelOf = labelMap(spec.classes);
  const { images, labels, trainCount } = await env.loadCifar10();
  const rows = (from: number, to: number) =>
    Uint32Array.from({ length: to - from }, (_, i) => from + i).filter((row) => labelOf[labels[row]!]! >= 0);
  const train = limitPerClass(rows(0, trainCount), labels, spec.limitPerClass);
  if (train.length === 0)
    throw new LoomError('bad-data', 'no image has any of the chosen classes', { where: 'data.classes' });
  return {
    samples: tensor('uint8', [labels.length, ...CIFAR10_IMAGE], images),
    targets: tensor(
      'int32',
      [labels.length],
      Int32Array.from(labels, (label) => labelOf[label]!),
    ),
    train,
    validation: spec.validation?.from === 'test' ? rows(trainCount, labels.length) : NONE,
    holdOut: spec.validation?.from === 'train' ? spec.validation.share : 0,
    classNames: spec.classes,
    transform: pipeline(spec.transforms, 'images'),
  };
}

/** New label of each of the data set's labels, −1 where the class was not chosen. */
function labelMap(classes: readonly string[]): number[] {
  classes.forEach((name, i) => {
    const where = `data.classes[${i}]`;
    if (!CIFAR10_CLASSES.some((known) => known === name)) {
      throw new LoomError('bad-project', `${where}: ${unknownName('class', name, CIFAR10_CLASSES)}`, {
        where,
      });
    }
    if (classes.indexOf(name) !== i)
      throw new LoomError('bad-project', `${where}: "${name}" is there twice`, { where });
  });
  return CIFAR10_CLASSES.map((name) => classes.indexOf(name));
}

/** Seed of the choice that `limitPerClass` makes: its own, so that it does not move the run's draws. */
const LIMIT_SEED = 0;

function limitPerClass(rows: Uint32Array, labels: Uint8Array, limit: number | null): Uint32Array {
  if (limit === null) return rows;
  const generator = Mt19937.fromSeed(LIMIT_SEED);
  const chosen = CIFAR10_CLASSES.flatMap((_, label) => {
    const own = rows.filter((row) => labels[row] === label);
    return Array.from(randperm(generator, own.length).subarray(0, limit), (position) => own[position]!);
  });
  return Uint32Array.from(chosen).sort();
}

const TABLES = [thermometer];

function openTable(spec: TableDataSpec): SampleSource {
  const table = TABLES.find(({ name }) => name === spec.source.name);
  if (!table) {
    const names = TABLES.map(({ name }) => name);
    throw new LoomError('bad-project', `data.source.name: ${unknownName('table', spec.source.name, names)}`, {
      where: 'data.source.name',
    });
  }
  const samples = selectColumns(table, spec.inputs, 'data.inputs');
  return {
    samples,
    targets: selectColumns(table, spec.targets, 'data.targets'),
    train: Uint32Array.from({ length: samples.shape[0]! }, (_, row) => row),
    validation: NONE,
    holdOut: spec.validation?.share ?? 0,
    classNames: null,
    transform: pipeline(spec.transforms, 'table'),
  };
}

import { unknownName } from '../base/names.js';
import { failure, invariant } from '../base/problem.js';
import { identity, Mt19937, randperm } from '../random/torch.js';
import type { ImageSet } from './imageSet.js';

/**
 * The order in which PyTorch's `DataLoader(shuffle=…)` without workers visits `n` samples in its next
 * epoch. It draws from the run's generator either way: a seed for workers, then one for the shuffle.
 * PyTorch: torch/utils/data/dataloader.py and sampler.py.
 */
export function epochOrder(gen: Mt19937, n: number, shuffle: boolean): Uint32Array {
  gen.nextSeed();
  return shuffle ? randperm(Mt19937.fromSeed(gen.nextSeed()), n) : identity(n);
}

/** Indices of the training samples and of the held-out ones. */
export interface HoldOut {
  readonly train: Uint32Array;
  readonly validation: Uint32Array;
}

/**
 * Splits `n` samples at random: the last `int(share · n)` of `randperm(n)` are for validation, the others for
 * training. The share is at least 0 and below 1.
 */
export function holdOut(gen: Mt19937, n: number, share: number): HoldOut {
  invariant(share >= 0 && share < 1, `the share to hold out is at least 0 and below 1, not ${share}`);
  const order = randperm(gen, n);
  const trainCount = n - Math.trunc(share * n);
  return { train: order.slice(0, trainCount), validation: order.slice(trainCount) };
}

/** The images of a set to use. */
interface ImageChoice {
  /** Their order determines the labels. */
  readonly classes: readonly string[];
  /** Limit of training images per class; null for all. */
  readonly limitPerClass: number | null;
  readonly validation: { readonly from: 'test' | 'train' } | null;
}

/** The images that a project uses, as rows of the data set, and their new labels. */
interface ImageSubset {
  readonly train: Uint32Array;
  /** Empty when a share of `train` is held out instead, or there is no validation. */
  readonly validation: Uint32Array;
  /** New label of each of the data set's labels, −1 where the class was not chosen. */
  readonly labelOf: readonly number[];
}

/** Chooses a project's images. Throws `bad-project` for classes that do not exist or are listed twice. */
export function chooseImages(
  choice: ImageChoice,
  { labels, trainCount, classNames }: Pick<ImageSet, 'labels' | 'trainCount' | 'classNames'>,
): ImageSubset {
  const labelOf = labelMap(choice.classes, classNames);
  const rows = (from: number, to: number) =>
    Uint32Array.from({ length: to - from }, (_, i) => from + i).filter((row) => labelOf[labels[row]!]! >= 0);
  return {
    train: limitPerClass(rows(0, trainCount), labels, classNames.length, choice.limitPerClass),
    validation: choice.validation?.from === 'test' ? rows(trainCount, labels.length) : new Uint32Array(0),
    labelOf,
  };
}

function labelMap(classes: readonly string[], known: readonly string[]): number[] {
  classes.forEach((name, i) => {
    const where = { kind: 'project', path: ['data', 'classes', i] } as const;
    if (!known.includes(name)) throw failure('bad-project/class', unknownName(name, known), { where });
    if (classes.indexOf(name) !== i) throw failure('bad-project/class-twice', { name }, { where });
  });
  return known.map((name) => classes.indexOf(name));
}

/** Seed of the choice that `limitPerClass` makes: a separate one, so as not to affect the run's draws. */
const LIMIT_SEED = 0;

function limitPerClass(
  rows: Uint32Array,
  labels: Uint8Array,
  classes: number,
  limit: number | null,
): Uint32Array {
  if (limit === null) return rows;
  const generator = Mt19937.fromSeed(LIMIT_SEED);
  const chosen = Array.from({ length: classes }, (_, label) => {
    const own = rows.filter((row) => labels[row] === label);
    return Array.from(randperm(generator, own.length).subarray(0, limit), (position) => own[position]!);
  }).flat();
  return Uint32Array.from(chosen).sort();
}

/** At most `most` of some rows, evenly spaced. */
export function spread(rows: Uint32Array, most: number): Uint32Array {
  const count = Math.min(most, rows.length);
  return Uint32Array.from({ length: count }, (_, i) => rows[Math.floor((i * rows.length) / count)]!);
}

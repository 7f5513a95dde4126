import { failure, problem, type Problem } from '../base/problem.js';
import { z } from '../base/zod.js';

/** The shape of one image of a set: bytes `[channels, side, side]`. */
export interface ImageForm {
  /** 3 for red, green and blue, 1 for grayscale. */
  readonly channels: 1 | 3;
  /** Pixels of an image's width and height. */
  readonly side: number;
}

/** The ways to make an image of another shape square: center-cropped, padded with black, or stretched. */
export const FITS = ['crop', 'pad', 'stretch'] as const;
/** A way to make an image square. */
export type Fit = (typeof FITS)[number];

/** Images of one form with their labels, in one piece of memory: training images first. */
export interface ImageSet extends ImageForm {
  /** `[count, channels, side, side]`. */
  readonly images: Uint8Array;
  /** Positions in `classNames`. */
  readonly labels: Uint8Array;
  /** Number of images in the training split; the test split follows. */
  readonly trainCount: number;
  readonly classNames: readonly string[];
  /** The color under the transparent areas of images, if there were any. */
  readonly background?: string;
}

/** Images without their labels. */
export type Pixels = Pick<ImageSet, 'images' | keyof ImageForm>;

/** Number of bytes of an image. */
export function imageBytes({ channels, side }: ImageForm): number {
  return channels * side * side;
}

/** The form of an image with this number of bytes. It is unambiguous, as n² is never 3·m². */
export function formOf(bytes: number): ImageForm {
  const side = Math.sqrt(bytes);
  return Number.isInteger(side) ? { channels: 1, side } : { channels: 3, side: Math.sqrt(bytes / 3) };
}

/** A class and its number of images in each split. */
export interface ClassCount {
  readonly name: string;
  readonly train: number;
  readonly test: number;
}

/** Counts the images of each class in each split; classes without images are omitted. */
export function countClasses(
  labels: ArrayLike<number>,
  trainCount: number,
  nameOf: (label: number) => string,
): ClassCount[] {
  const counts: { train: number; test: number }[] = [];
  for (let i = 0; i < labels.length; i++) {
    const count = (counts[labels[i]!] ??= { train: 0, test: 0 });
    count[i < trainCount ? 'train' : 'test']++;
  }
  // `flatMap` skips the holes of labels without images.
  return counts.flatMap((count, label) => [{ name: nameOf(label), ...count }]);
}

/** The ratio of training images above which classes count as unbalanced. */
export const MAX_RATIO = 20;

/** Warnings about a single class, and about classes that are in one split only. */
export function coverageNotes(classes: readonly ClassCount[]): Problem[] {
  const notes: Problem[] = [];
  const named = (which: readonly ClassCount[]) => which.map(({ name }) => name);
  if (classes.length < 2) notes.push(problem('bad-data/one-class', {}));
  const untrained = classes.filter(({ train }) => train === 0);
  if (untrained.length > 0) notes.push(problem('bad-data/class-not-trained', { classes: named(untrained) }));
  const untested = classes.filter(({ test }) => test === 0);
  if (untested.length > 0 && untested.length < classes.length) {
    notes.push(problem('bad-data/class-not-tested', { classes: named(untested) }));
  }
  return notes;
}

/** Warnings about classes of images, with a balance that is worse than the largest ratio. */
export function classNotes(classes: readonly ClassCount[]): Problem[] {
  const notes = coverageNotes(classes);
  const bySize = classes.filter(({ train }) => train > 0).sort((a, b) => b.train - a.train);
  const [largest, smallest] = [bySize[0], bySize.at(-1)];
  if (largest && smallest && largest.train > MAX_RATIO * smallest.train) {
    const [most, least] = [largest.train, smallest.train];
    notes.push(
      problem('bad-data/unbalanced', { largest: largest.name, most, smallest: smallest.name, least }),
    );
  }
  return notes;
}

/** Files of a stored set of the user's own images. */
export const STORED_FILES = ['set.json', 'images.bin', 'labels.bin'] as const;

/** Most classes of the user's own images: a label is a byte. */
export const MAX_CLASSES = 255;

/** The content of `set.json`. Sets from before grayscale images and test splits lack `channels` and `trainCount`. */
const recordSchema = z.object({
  format: z.literal('layerloom-images'),
  name: z.string(),
  classes: z.array(z.string()).min(1).max(MAX_CLASSES),
  side: z.int().min(8).max(256),
  channels: z.union([z.literal(1), z.literal(3)]).default(3),
  trainCount: z.int().min(1).optional(),
  background: z.string().optional(),
});

/** The text of `set.json`. */
export function storedRecord(
  name: string,
  { classNames, side, channels, trainCount, background }: Omit<ImageSet, 'images' | 'labels'>,
): string {
  const record: z.output<typeof recordSchema> = {
    format: 'layerloom-images',
    name,
    classes: [...classNames],
    side,
    channels,
    trainCount,
    background,
  };
  return JSON.stringify(record, null, 1);
}

/**
 * The set whose files these are, in the order of `STORED_FILES`.
 * @throws `bad-data` when they are inconsistent
 */
export function storedSet(record: Uint8Array, images: Uint8Array, labels: Uint8Array): ImageSet {
  const found = recordSchema.safeParse(parsed(record));
  if (!found.success) throw damaged('set.json');
  const { classes, side, channels, trainCount = labels.length, background } = found.data;
  if (images.length !== labels.length * imageBytes({ side, channels })) throw damaged('images.bin');
  if (trainCount > labels.length || labels.some((label) => label >= classes.length))
    throw damaged('labels.bin');
  return {
    images,
    labels,
    trainCount,
    classNames: classes,
    side,
    channels,
    ...(background !== undefined && { background }),
  };
}

function parsed(record: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(record));
  } catch {
    return null;
  }
}

const damaged = (file: string) =>
  failure('bad-data/stored-images', {}, { where: { kind: 'file', path: file } });

import { failure, locate } from '../../base/problem.js';
import { countClasses, imageBytes } from '../../data/imageSet.js';
import { MAX_SET_BYTES } from '../dataSets.js';
import { type Container, dataFiles, type Entry, fileName, placeOf, readEntry } from './container.js';
import { checkClasses, checkMemory, defineImporter, imageSet, type Recognized } from './define.js';

/** Magic number of IDX files with three axes of bytes: images. */
const IMAGES_MAGIC = 0x0803;
/** Magic number of IDX files with one axis of bytes: labels. */
const LABELS_MAGIC = 0x0801;

const [MIN_SIDE, MAX_SIDE] = [8, 256];

interface Digits extends Recognized {
  readonly images: Uint8Array;
  readonly labels: Uint8Array;
  readonly trainCount: number;
  readonly side: number;
}

/** Images and labels of one split. */
interface Pair {
  readonly images: Entry;
  readonly labels: Entry;
}

const nameOf = (label: number) => String(label);

/** Importer of MNIST's format, also that of Fashion-MNIST, KMNIST and EMNIST: gray images and labels in two files. */
export const idx = defineImporter<Digits>({
  name: 'IDX files (MNIST)',
  summary: 'IDX files such as MNIST’s, images and labels',
  recognizes: async (container) => {
    const images = await filesWith(container, IMAGES_MAGIC);
    if (images.length === 0) return null;
    const { train, test } = pairs(container, images, await filesWith(container, LABELS_MAGIC));
    const splits = test ? [train, test] : [train];
    const found: Split[] = [];
    for (const pair of splits) found.push(await readPair(container, pair));
    const [{ side }] = found as [Split];
    if (found.some((split) => split.side !== side)) {
      throw failure('bad-data/idx-sides', {});
    }
    const total = found.reduce((sum, { count }) => sum + count, 0);
    checkMemory(total, { channels: 1, side });
    const labels = concat(found.map((split) => split.labels));
    const trainCount = found[0]!.count;
    const classes = countClasses(labels, trainCount, nameOf);
    checkClasses(classes.map(({ name }) => name));
    return {
      files: splits.flatMap((pair) => [pair.images, pair.labels]),
      labelSets: [{ name: 'Labels', classes }],
      form: { channels: 1, side },
      images: concat(found.map((split) => split.pixels)),
      labels,
      trainCount,
      side,
    };
  },
  read: (_, { images, labels, trainCount, side }) =>
    Promise.resolve({
      set: imageSet(images, labels, trainCount, nameOf, { channels: 1, side }),
      skipped: [],
    }),
});

type Split = IdxImages & { readonly labels: Uint8Array };

async function readPair(container: Container, pair: Pair): Promise<Split> {
  const where = placeOf(container, pair.images);
  const imageFile = await readEntry(container, pair.images, MAX_SET_BYTES);
  const images = locate(where, () => parseImages(imageFile));
  const labelFile = await readEntry(container, pair.labels, MAX_SET_BYTES);
  const labels = locate(placeOf(container, pair.labels), () => parseLabels(labelFile));
  if (images.count !== labels.length) {
    const facts = { images: images.count, labels: labels.length, labelFile: pair.labels.path };
    throw failure('bad-data/idx-counts', facts, { where });
  }
  return { ...images, labels };
}

async function filesWith(container: Container, magic: number): Promise<Entry[]> {
  const found: Entry[] = [];
  for (const entry of dataFiles(container)) if (isIdx(await container.head(entry), magic)) found.push(entry);
  return found;
}

/** Pairs images and labels by their names, such as `train-images-idx3-ubyte` and `train-labels-idx1-ubyte`. */
function pairs(
  container: Container,
  images: readonly Entry[],
  labels: readonly Entry[],
): { readonly train: Pair; readonly test: Pair | null } {
  const only = images.length === 1 && labels.length === 1;
  const found = images.map((entry) => {
    const partner = only ? labels[0] : labels.find((one) => stem(one) === stem(entry));
    if (partner) return { images: entry, labels: partner };
    const expected = entry.path.replace('images', 'labels').replace('idx3', 'idx1');
    throw failure('bad-data/idx-labels-missing', { expected }, { where: placeOf(container, entry) });
  });
  const test = found.filter((pair) => TEST.test(fileName(pair.images)));
  const train = found.filter((pair) => !test.includes(pair));
  if (train.length > 1 || test.length > 1) {
    throw failure('bad-data/idx-several', { files: found.map((pair) => pair.images.path) });
  }
  const [first, second] = [...train, ...test];
  return { train: first!, test: second ?? null };
}

const TEST = /t10k|test|val/i;
const stem = ({ path }: Entry) => path.toLowerCase().replace(/images|labels|idx[13]|ubyte|[-_.]/g, '');

function concat(parts: readonly Uint8Array[]): Uint8Array {
  if (parts.length === 1) return parts[0]!;
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** Images of an IDX file. */
interface IdxImages {
  readonly count: number;
  readonly side: number;
  /** `[count, 1, side, side]`. */
  readonly pixels: Uint8Array;
}

/** True if a file begins with this magic number. */
function isIdx(head: Uint8Array, magic: number): boolean {
  return head.length >= 4 && viewOf(head).getUint32(0) === magic;
}

/**
 * Reads images: a header of four big-endian numbers, then a byte for each pixel.
 * http://yann.lecun.com/exdb/mnist/
 * @throws `bad-data` if the size is wrong, unreasonable or not square
 */
function parseImages(bytes: Uint8Array): IdxImages {
  const [count, rows, columns] = header(bytes, IMAGES_MAGIC, 3) as [number, number, number];
  if (rows !== columns || rows < MIN_SIDE || rows > MAX_SIDE) {
    throw failure('bad-data/idx-side', { rows, columns, least: MIN_SIDE, most: MAX_SIDE });
  }
  const pixels = contents(bytes, 16, count * imageBytes({ channels: 1, side: rows }));
  return { count, side: rows, pixels };
}

/** Reads labels: a header of two numbers, then a byte for each. Throws `bad-data` if the size is wrong. */
function parseLabels(bytes: Uint8Array): Uint8Array {
  const [count] = header(bytes, LABELS_MAGIC, 1) as [number];
  return contents(bytes, 8, count);
}

function header(bytes: Uint8Array, magic: number, axes: number): number[] {
  if (!isIdx(bytes, magic) || bytes.length < 4 + 4 * axes) throw failure('bad-data/idx-truncated', {});
  return Array.from({ length: axes }, (_, axis) => viewOf(bytes).getUint32(4 + 4 * axis));
}

function contents(bytes: Uint8Array, from: number, size: number): Uint8Array {
  if (size > 0 && bytes.length === from + size) return bytes.subarray(from);
  throw failure('bad-data/idx-size', { expected: size, found: bytes.length - from });
}

const viewOf = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

import { MAX_SET_BYTES } from '../ownImages.js';
import { dataFiles, fileName, readEntry, refused, type Container, type Entry } from './container.js';
import { defineImporter, type Recognised } from './define.js';
import { checkClasses, checkMemory, countClasses, imageSet } from './labels.js';
import { IMAGES_MAGIC, isIdx, LABELS_MAGIC, parseImages, parseLabels, type IdxImages } from './idxFile.js';

interface Digits extends Recognised {
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

/** MNIST's format, of which Fashion-MNIST, KMNIST and EMNIST are too: grey images and their labels in two files. */
export const idx = defineImporter<Digits>({
  name: 'IDX files (MNIST)',
  summary: 'IDX files such as MNIST’s, images and labels',
  recognises: async (container) => {
    const images = await filesWith(container, IMAGES_MAGIC);
    if (images.length === 0) return null;
    const { train, test } = pairs(container, images, await filesWith(container, LABELS_MAGIC));
    const splits = test ? [train, test] : [train];
    const found: Split[] = [];
    for (const pair of splits) found.push(await readPair(container, pair));
    const [{ side }] = found as [Split];
    if (found.some((split) => split.side !== side)) {
      throw refused(container.name, 'its training and test images differ in size');
    }
    checkMemory(
      container.name,
      found.reduce((sum, { count }) => sum + count, 0),
      { channels: 1, side },
    );
    const labels = concat(found.map((split) => split.labels));
    const trainCount = found[0]!.count;
    const classes = countClasses(labels, trainCount, nameOf);
    checkClasses(
      container.name,
      classes.map(({ name }) => name),
    );
    return {
      files: splits.flatMap((pair) => [pair.images, pair.labels]),
      labellings: [{ name: 'Labels', classes }],
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
  const images = parseImages(
    await readEntry(container, pair.images, MAX_SET_BYTES),
    pair.images.path,
    container.name,
  );
  const labels = parseLabels(
    await readEntry(container, pair.labels, MAX_SET_BYTES),
    pair.labels.path,
    container.name,
  );
  if (images.count !== labels.length) {
    throw refused(
      container.name,
      `${pair.images.path} holds ${images.count} images, but ${pair.labels.path} ${labels.length} labels`,
    );
  }
  return { ...images, labels };
}

async function filesWith(container: Container, magic: number): Promise<Entry[]> {
  const found: Entry[] = [];
  for (const entry of dataFiles(container)) if (isIdx(await container.head(entry), magic)) found.push(entry);
  return found;
}

/** Puts images and labels together by their names, `train-images-idx3-ubyte` with `train-labels-idx1-ubyte`. */
function pairs(
  { name }: Container,
  images: readonly Entry[],
  labels: readonly Entry[],
): { readonly train: Pair; readonly test: Pair | null } {
  const only = images.length === 1 && labels.length === 1;
  const found = images.map((entry) => {
    const partner = only ? labels[0] : labels.find((one) => stem(one) === stem(entry));
    if (partner) return { images: entry, labels: partner };
    const expected = entry.path.replace('images', 'labels').replace('idx3', 'idx1');
    throw refused(name, `the labels of ${entry.path} are missing; expected ${expected} beside it`);
  });
  const test = found.filter((pair) => TEST.test(fileName(pair.images)));
  const train = found.filter((pair) => !test.includes(pair));
  if (train.length > 1 || test.length > 1) {
    const names = found.map((pair) => pair.images.path).join(', ');
    throw refused(
      name,
      `it holds several data sets (${names}); put the one that you want into a folder of its own`,
    );
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

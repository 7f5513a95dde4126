import { CIFAR10_CLASSES, CIFAR10_SIDE } from '../../data/cifar10.js';
import { failure } from '../../base/problem.js';
import { countClasses, imageBytes } from '../../data/imageSet.js';
import { MAX_SET_BYTES } from '../ownImages.js';
import { dataFiles, fileName, placeOf, readEntry, type Container, type Entry } from './container.js';
import { defineImporter, type Importer, type Recognized } from './define.js';
import { checkClasses, checkMemory, imageSet } from './labels.js';

const FORM = { channels: 3, side: CIFAR10_SIDE } as const;
const IMAGE = imageBytes(FORM);
const MAX_NAMES_BYTES = 2 ** 20;

/** A kind of label, stored in one byte before each image. */
interface Label {
  /** The display name of this kind of label. */
  readonly name: string;
  /** Index of its byte among the label bytes. */
  readonly byte: number;
  /** The file with the class names, one per line. */
  readonly names: string;
  readonly classes: number;
}

interface Records extends Recognized {
  readonly images: Uint8Array;
  readonly trainCount: number;
  readonly labels: readonly { readonly values: Uint8Array; readonly nameOf: (label: number) => string }[];
}

/** Importer of CIFAR-10's binary files: records of a label byte and 3,072 bytes of pixels. */
export const cifar10 = cifar(
  'CIFAR-10 files',
  'the binary files of CIFAR-10',
  /^(data_batch_\d|test_batch)\.bin$/,
  [{ name: 'Classes', byte: 0, names: 'batches.meta.txt', classes: 10 }],
);

/** Importer of CIFAR-100's binary files, with a coarse and a fine label before each image. */
export const cifar100 = cifar('CIFAR-100 files', 'the binary files of CIFAR-100', /^(train|test)\.bin$/, [
  { name: 'Fine classes', byte: 1, names: 'fine_label_names.txt', classes: 100 },
  { name: 'Coarse classes', byte: 0, names: 'coarse_label_names.txt', classes: 20 },
]);

/** Files of the Python version, which torchvision downloads. */
const PYTHON = /^(data_batch_\d|batches\.meta)$/;

/** https://www.cs.toronto.edu/~kriz/cifar.html */
function cifar(name: string, summary: string, official: RegExp, labels: readonly Label[]): Importer {
  return defineImporter<Records>({
    name,
    summary,
    recognizes: async (container) => {
      if (container.entries.some((entry) => PYTHON.test(fileName(entry)))) {
        throw failure('bad-data/cifar-python', {});
      }
      const files = await recordFiles(container, official, labels);
      return files.length === 0 ? null : readRecords(container, files, labels);
    },
    read: (_, { images, trainCount, labels: found }, { labelSet }) => {
      const { values, nameOf } = found[labelSet]!;
      return Promise.resolve({ set: imageSet(images, values, trainCount, nameOf, FORM), skipped: [] });
    },
  });
}

/** Files of whole records that begin with valid labels: training files first, then by name. */
async function recordFiles(
  container: Container,
  official: RegExp,
  labels: readonly Label[],
): Promise<Entry[]> {
  const record = labels.length + IMAGE;
  const found: Entry[] = [];
  for (const entry of dataFiles(container)) {
    if (!entry.path.toLowerCase().endsWith('.bin') || entry.size === 0) continue;
    if (entry.size % record !== 0) {
      // Its official name leaves no doubt about its format.
      if (official.test(fileName(entry))) throw notWhole(container, entry, record);
      continue;
    }
    const head = await container.head(entry);
    if (labels.every(({ byte, classes }) => (head[byte] ?? Infinity) < classes)) found.push(entry);
  }
  return found.sort((a, b) => Number(isTest(a)) - Number(isTest(b)) || (a.path < b.path ? -1 : 1));
}

async function readRecords(
  container: Container,
  files: readonly Entry[],
  labels: readonly Label[],
): Promise<Records> {
  const record = labels.length + IMAGE;
  const count = files.reduce((sum, { size }) => sum + size, 0) / record;
  checkMemory(count, FORM);
  const images = new Uint8Array(count * IMAGE);
  const values = labels.map(() => new Uint8Array(count));
  let at = 0;
  for (const entry of files) {
    const bytes = await readEntry(container, entry, MAX_SET_BYTES);
    if (bytes.length !== entry.size) throw notWhole(container, entry, record);
    for (let start = 0; start < bytes.length; start += record, at++) {
      labels.forEach(({ byte, classes }, i) => {
        const label = bytes[start + byte]!;
        if (label >= classes) throw wrongLabel(container, entry, start / record, label, classes);
        values[i]![at] = label;
      });
      images.set(bytes.subarray(start + labels.length, start + record), at * IMAGE);
    }
  }
  const training = files.filter((entry) => !isTest(entry));
  const trainCount =
    (training.length > 0 ? training : files).reduce((sum, { size }) => sum + size, 0) / record;
  const names = await Promise.all(labels.map((label) => classNames(container, label)));
  const found = values.map((list, i) => ({ values: list, nameOf: (label: number) => names[i]![label]! }));
  const labelSets = found.map(({ values: list, nameOf }, i) => ({
    name: labels[i]!.name,
    classes: countClasses(list, trainCount, nameOf),
  }));
  return { files, images, trainCount, labels: found, labelSets, form: FORM };
}

/** The class names from the file next to the data, else CIFAR-10's known names, else the label numbers. */
async function classNames(container: Container, { names, classes }: Label): Promise<readonly string[]> {
  const file = container.entries.find((entry) => fileName(entry) === names);
  const lines = file
    ? new TextDecoder().decode(await readEntry(container, file, MAX_NAMES_BYTES)).split('\n')
    : [];
  const found = lines.map((line) => line.trim()).filter((line) => line !== '');
  if (found.length === classes) {
    checkClasses(found);
    return found;
  }
  return classes === CIFAR10_CLASSES.length
    ? CIFAR10_CLASSES
    : Array.from({ length: classes }, (_, i) => String(i));
}

const isTest = (entry: Entry) => /test|val/i.test(fileName(entry));

const notWhole = (container: Container, entry: Entry, record: number) =>
  failure('bad-data/records', { bytes: entry.size, record }, { where: placeOf(container, entry) });

const wrongLabel = (container: Container, entry: Entry, image: number, label: number, classes: number) =>
  failure('bad-data/label', { image, label, classes }, { where: placeOf(container, entry) });

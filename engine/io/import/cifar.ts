import { failure, locate } from '../../base/problem.js';
import { CIFAR10_CLASSES, CIFAR10_SIDE } from '../../data/cifar10.js';
import { countClasses, imageBytes } from '../../data/imageSet.js';
import { MAX_SET_BYTES } from '../dataSets.js';
import { type Container, dataFiles, type Entry, fileName, placeOf, readEntry } from './container.js';
import {
  checkClasses,
  checkMemory,
  defineImporter,
  imageSet,
  type Importer,
  type Recognized,
} from './define.js';
import { ByteArray, type PickleValue, readPickle, textOf } from './pickle.js';

const FORM = { channels: 3, side: CIFAR10_SIDE } as const;
const IMAGE = imageBytes(FORM);
const MAX_NAMES_BYTES = 2 ** 20;

/** A kind of label, stored in one byte before each image, or in a list of its own. */
interface Label {
  /** The display name of this kind of label. */
  readonly name: string;
  /** Index of its byte among the label bytes. */
  readonly byte: number;
  /** The file with the class names, one per line. */
  readonly names: string;
  /** The names of its list and of the list of its classes in the Python version. */
  readonly python: readonly [labels: string, names: string];
  readonly classes: number;
}

/** The files of a version of CIFAR. */
interface Version {
  readonly name: string;
  readonly summary: string;
  readonly labels: readonly Label[];
  /** The official names of the binary files. */
  readonly binary: RegExp;
  /** Those of the Python files, and of the one with the class names. */
  readonly python: RegExp;
  readonly meta: string;
}

interface Records extends Recognized {
  readonly images: Uint8Array;
  readonly trainCount: number;
  readonly labels: readonly { readonly values: Uint8Array; readonly nameOf: (label: number) => string }[];
}

/** Importer of CIFAR-10: binary records of a label byte and 3,072 bytes of pixels, or the Python version. */
export const cifar10 = cifar({
  name: 'CIFAR-10 files',
  summary: 'the binary or Python files of CIFAR-10',
  labels: [
    { name: 'Classes', byte: 0, names: 'batches.meta.txt', python: ['labels', 'label_names'], classes: 10 },
  ],
  binary: /^(data_batch_\d|test_batch)\.bin$/,
  python: /^(data_batch_\d|test_batch)$/,
  meta: 'batches.meta',
});

/** Importer of CIFAR-100, with a coarse and a fine label for each image. */
export const cifar100 = cifar({
  name: 'CIFAR-100 files',
  summary: 'the binary or Python files of CIFAR-100',
  labels: [
    {
      name: 'Fine classes',
      byte: 1,
      names: 'fine_label_names.txt',
      python: ['fine_labels', 'fine_label_names'],
      classes: 100,
    },
    {
      name: 'Coarse classes',
      byte: 0,
      names: 'coarse_label_names.txt',
      python: ['coarse_labels', 'coarse_label_names'],
      classes: 20,
    },
  ],
  binary: /^(train|test)\.bin$/,
  python: /^(train|test)$/,
  meta: 'meta',
});

/** https://www.cs.toronto.edu/~kriz/cifar.html */
function cifar(version: Version): Importer {
  const { name, summary, labels, binary } = version;
  return defineImporter<Records>({
    name,
    summary,
    recognizes: async (container) => {
      const files = await recordFiles(container, binary, labels);
      if (files.length > 0) return readRecords(container, files, labels);
      const batches = await pythonFiles(container, version.python);
      return batches.length === 0 ? null : readBatches(container, batches, version);
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
  return found.sort(trainingFirst);
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
  const names = await Promise.all(labels.map((label) => textNames(container, label)));
  return recordsOf(files, labels, images, values, names, ({ size }) => size / record);
}

/** Pickles under the names of the Python version. */
async function pythonFiles(container: Container, official: RegExp): Promise<Entry[]> {
  const found: Entry[] = [];
  for (const entry of dataFiles(container)) {
    if (!official.test(fileName(entry))) continue;
    const [first, protocol] = await container.head(entry);
    if (first === 0x80 && protocol === 2) found.push(entry);
  }
  return found.sort(trainingFirst);
}

/** Reads the Python version: in each file a dictionary of pixels `[count, 3072]` and a list of labels of each kind. */
async function readBatches(
  container: Container,
  files: readonly Entry[],
  version: Version,
): Promise<Records> {
  const { labels, meta } = version;
  const counts = new Map<Entry, number>();
  const pixels: Uint8Array[] = [];
  const values = labels.map((): number[] => []);
  let total = 0;
  for (const entry of files) {
    await locate(placeOf(container, entry), async () => {
      const batch = await readDictionary(container, entry);
      const data = batch.get('data');
      if (!(data instanceof ByteArray) || data.shape[1] !== IMAGE) throw failure('bad-data/pickle', {});
      const count = data.shape[0]!;
      checkMemory((total += count), FORM);
      labels.forEach(({ python: [key], classes }, i) => {
        const list = batch.get(key);
        if (!Array.isArray(list) || list.length !== count) throw failure('bad-data/pickle', {});
        list.forEach((label, image) => {
          if (typeof label !== 'number') throw failure('bad-data/pickle', {});
          if (!(label >= 0 && label < classes)) throw wrongLabel(container, entry, image, label, classes);
          values[i]!.push(label);
        });
      });
      pixels.push(data.bytes);
      counts.set(entry, count);
    });
  }
  const images = new Uint8Array(total * IMAGE);
  let at = 0;
  for (const part of pixels) {
    images.set(part, at);
    at += part.length;
  }
  const metaFile = container.entries.find((entry) => fileName(entry) === meta);
  const named = metaFile && (await readDictionary(container, metaFile));
  const names = labels.map((label) => {
    const list = named?.get(label.python[1]);
    return namesOr(Array.isArray(list) ? list.map((name) => textOf(name)) : [], label);
  });
  const bytes = values.map((list) => Uint8Array.from(list));
  return recordsOf(files, labels, images, bytes, names, (entry) => counts.get(entry)!);
}

async function readDictionary(container: Container, entry: Entry): Promise<Map<string, PickleValue>> {
  const value = await locate(placeOf(container, entry), async () =>
    readPickle(await readEntry(container, entry, MAX_SET_BYTES)),
  );
  if (value instanceof Map) return value;
  throw failure('bad-data/pickle', {}, { where: placeOf(container, entry) });
}

function recordsOf(
  files: readonly Entry[],
  labels: readonly Label[],
  images: Uint8Array,
  values: readonly Uint8Array[],
  names: readonly (readonly string[])[],
  countOf: (entry: Entry) => number,
): Records {
  const training = files.filter((entry) => !isTest(entry));
  const trainCount = (training.length > 0 ? training : files).reduce((sum, entry) => sum + countOf(entry), 0);
  const found = values.map((list, i) => ({ values: list, nameOf: (label: number) => names[i]![label]! }));
  const labelSets = found.map(({ values: list, nameOf }, i) => ({
    name: labels[i]!.name,
    classes: countClasses(list, trainCount, nameOf),
  }));
  return { files, images, trainCount, labels: found, labelSets, form: FORM };
}

/** The class names in the file next to binary data. */
async function textNames(container: Container, label: Label): Promise<readonly string[]> {
  const file = container.entries.find((entry) => fileName(entry) === label.names);
  const lines = file
    ? new TextDecoder().decode(await readEntry(container, file, MAX_NAMES_BYTES)).split('\n')
    : [];
  return namesOr(
    lines.map((line) => line.trim()).filter((line) => line !== ''),
    label,
  );
}

/** The class names that were found if there is one for each class, else CIFAR-10's known names, else label numbers. */
function namesOr(found: readonly string[], { classes }: Label): readonly string[] {
  if (found.length === classes) {
    checkClasses(found);
    return found;
  }
  return classes === CIFAR10_CLASSES.length
    ? CIFAR10_CLASSES
    : Array.from({ length: classes }, (_, i) => String(i));
}

const isTest = (entry: Entry) => /test|val/i.test(fileName(entry));

const trainingFirst = (a: Entry, b: Entry) =>
  Number(isTest(a)) - Number(isTest(b)) || (a.path < b.path ? -1 : 1);

const notWhole = (container: Container, entry: Entry, record: number) =>
  failure('bad-data/records', { bytes: entry.size, record }, { where: placeOf(container, entry) });

const wrongLabel = (container: Container, entry: Entry, image: number, label: number, classes: number) =>
  failure('bad-data/label', { image, label, classes }, { where: placeOf(container, entry) });

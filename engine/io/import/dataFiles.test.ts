import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CIFAR10_FILES } from '../../data/cifar10.js';
import { cifar10 as officialFolder } from '../../testing/loom.js';
import { memoryContainer } from '../../testing/memoryContainer.js';
import { loadCifar10Files } from '../cifar10Files.js';
import { cifar10, cifar100 } from './cifar.js';
import type { Importer, ReadOptions } from './define.js';
import { idx } from './idx.js';
import { openImport } from './index.js';

const options: ReadOptions = {
  side: 32,
  channels: 3,
  fit: 'crop',
  labelling: 0,
  signal: new AbortController().signal,
  progress: () => undefined,
};

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'loom-data-files-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const put = (name: string, bytes: Uint8Array) => writeFileSync(join(folder, name), bytes);

async function read(importer: Importer, files: Readonly<Record<string, Uint8Array>>, labelling = 0) {
  const match = await importer.match(memoryContainer(files));
  return match && { ...match, set: (await match.read({ ...options, labelling })).set };
}

/** Records of CIFAR's kind, each filled with its number. */
function records(...labels: readonly (readonly number[])[]): Uint8Array {
  return Buffer.concat(
    labels.map((own, i) => Buffer.concat([Uint8Array.from(own), Buffer.alloc(3072, i + 1)])),
  );
}

describe('CIFAR', () => {
  it('reads the official files as the built-in data set', async () => {
    const { format, read: readAll, container } = await openImport(officialFolder);
    expect(format).toBe('CIFAR-10 files');
    const { set } = await readAll(options);
    await container.close();
    const official = await loadCifar10Files(officialFolder);
    expect({ ...set, images: null, labels: null }).toEqual({ ...official, images: null, labels: null });
    expect(Buffer.compare(set.images, official.images)).toBe(0);
    expect(Buffer.compare(set.labels, official.labels)).toBe(0);
  });

  it('finds the files beside the one that was chosen', async () => {
    put(CIFAR10_FILES[0]!.name, records([3], [5]));
    put('test_batch.bin', records([3]));
    put('letter.txt', Buffer.from('dear'));
    const { name, recognised } = await openImport(join(folder, 'test_batch.bin'));
    expect(folder).toContain(name);
    expect(recognised.labellings[0]!.classes).toEqual([
      { name: 'cat', train: 1, test: 1 },
      { name: 'dog', train: 1, test: 0 },
    ]);
    await expect(openImport(join(folder, 'letter.txt'))).rejects.toThrow('letter.txt: it is nothing');
  });

  it('has fine and coarse labels of CIFAR-100, with the names beside them', async () => {
    const names = (count: number, word: string) =>
      Buffer.from(Array.from({ length: count }, (_, i) => `${word} ${i}\n`).join(''));
    const files = {
      'c/train.bin': records([4, 99], [0, 7], [4, 30]),
      'c/test.bin': records([4, 99]),
      'c/fine_label_names.txt': names(100, 'fine'),
      'c/coarse_label_names.txt': names(20, 'coarse'),
    };
    const fine = (await read(cifar100, files))!;
    expect(fine.recognised.labellings.map(({ name }) => name)).toEqual(['Fine classes', 'Coarse classes']);
    expect(fine.set).toMatchObject({ classNames: ['fine 7', 'fine 30', 'fine 99'], trainCount: 3, side: 32 });
    expect([...fine.set.labels]).toEqual([2, 0, 1, 2]);
    expect([0, 1, 2, 3].map((i) => fine.set.images[i * 3072])).toEqual([1, 2, 3, 1]);
    const coarse = (await read(cifar100, files, 1))!;
    expect(coarse.set.classNames).toEqual(['coarse 0', 'coarse 4']);
    expect([...coarse.set.labels]).toEqual([1, 0, 1, 1]);
    expect(await read(cifar10, files)).toBeNull();
  });

  it.each<[string, Importer, Record<string, Uint8Array>, string]>([
    ['is cut off', cifar10, { 'data_batch_1.bin': records([1]).subarray(0, 3000) }, 'no multiple of 3073'],
    ['has a wrong label', cifar10, { 'data_batch_1.bin': records([1], [10]) }, 'image 1 has the label 10'],
    ['has a wrong coarse label', cifar100, { 'train.bin': records([0, 0], [20, 0]) }, 'labels are 0 to 19'],
  ])('says what is wrong with a file that %s', async (_, importer, files, message) => {
    await expect(read(importer, files)).rejects.toThrow(message);
  });

  it('takes no other file for its own', async () => {
    expect(
      await read(cifar10, { 'a.bin': records([11]), 'b.bin': new Uint8Array(0), 'c.txt': records([1]) }),
    ).toBeNull();
  });
});

/** An IDX file. */
function idxFile(magic: number, sizes: readonly number[], contents: Uint8Array): Buffer {
  const header = Buffer.alloc(4 + 4 * sizes.length);
  header.writeUInt32BE(magic, 0);
  sizes.forEach((size, i) => header.writeUInt32BE(size, 4 + 4 * i));
  return Buffer.concat([header, contents]);
}
const images = (count: number, side = 8, value = 5) =>
  idxFile(0x803, [count, side, side], Buffer.alloc(count * side * side, value));
const labels = (...list: readonly number[]) => idxFile(0x801, [list.length], Uint8Array.from(list));

describe('IDX', () => {
  it('puts images, labels and the test split together, gzipped or not, as grey images', async () => {
    put('train-images-idx3-ubyte.gz', gzipSync(images(3)));
    put('train-labels-idx1-ubyte', labels(7, 2, 7));
    put('train-labels-idx1-ubyte.gz', gzipSync(labels(7, 2, 7)));
    put('t10k-images.idx3-ubyte', images(1, 8, 9));
    put('t10k-labels.idx1-ubyte', labels(2));
    const chosen = await openImport(join(folder, 'train-images-idx3-ubyte.gz'));
    expect(chosen.format).toBe('IDX files (MNIST)');
    expect(chosen.recognised.form).toEqual({ channels: 1, side: 8 });
    const { set } = await chosen.read(options);
    expect(set).toMatchObject({ trainCount: 3, classNames: ['2', '7'], channels: 1, side: 8 });
    expect([...set.labels]).toEqual([1, 0, 1, 0]);
    expect([set.images.length, set.images[0], set.images[3 * 64]]).toEqual([256, 5, 9]);
  });

  it('trains on the only pair there is, whatever the names', async () => {
    const found = (await read(idx, { 't10k-x': images(2), y: labels(0, 1) }))!;
    expect(found.set).toMatchObject({ trainCount: 2, classNames: ['0', '1'] });
  });

  it.each<[string, Record<string, Uint8Array>, string]>([
    ['no labels', { 'train-images-idx3-ubyte': images(1) }, 'expected train-labels-idx1-ubyte beside it'],
    ['fewer labels', { a: images(2), b: labels(1) }, 'holds 2 images, but b 1 labels'],
    [
      'fewer pixels',
      { a: images(2).subarray(0, 100), b: labels(1, 1) },
      '84 bytes of data, but its header says 128',
    ],
    ['more pixels', { a: Buffer.concat([images(1), Buffer.alloc(1)]), b: labels(1) }, 'cut off or damaged'],
    [
      'an absurd number',
      { a: idxFile(0x803, [2 ** 32 - 1, 28, 28], Buffer.alloc(9)), b: labels(1) },
      'cut off',
    ],
    ['oblong images', { a: idxFile(0x803, [1, 8, 9], Buffer.alloc(72)), b: labels(1) }, '8×9 pixels'],
    [
      'huge images',
      { a: idxFile(0x803, [1, 2 ** 31, 2 ** 31], Buffer.alloc(9)), b: labels(1) },
      '2147483648×',
    ],
    ['no images', { a: images(0), b: labels() }, 'cut off or damaged'],
    [
      'two sizes',
      { 'a-images': images(1), 'a-labels': labels(1), 'test-images': images(1, 9), 'test-labels': labels(1) },
      'differ in size',
    ],
    [
      'two data sets',
      { 'a-images': images(1), 'a-labels': labels(1), 'b-images': images(1), 'b-labels': labels(1) },
      'it holds several data sets (a-images, b-images)',
    ],
    ['too many classes', { a: images(256), b: labels(...Array(256).keys()) }, '256 classes; at most 255'],
  ])('says what is wrong with %s', async (_, files, message) => {
    await expect(read(idx, files)).rejects.toThrow(message);
  });
});

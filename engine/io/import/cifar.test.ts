import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CIFAR10_FILES } from '../../data/cifar10.js';
import { cifar10 as officialFolder } from '../../testing/loom.js';
import { READ_OPTIONS, readFiles } from '../../testing/imports.js';
import { loadCifar10 } from '../verifiedCifar10.js';
import { cifar10, cifar100 } from './cifar.js';
import type { Importer } from './define.js';
import { openImport } from './index.js';
import { refusal } from '../../testing/problems.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'loom-cifar-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const put = (name: string, bytes: Uint8Array) => writeFileSync(join(folder, name), bytes);

/** CIFAR records, each filled with its one-based position. */
function records(...labels: readonly (readonly number[])[]): Uint8Array {
  return Buffer.concat(
    labels.map((own, i) => Buffer.concat([Uint8Array.from(own), Buffer.alloc(3072, i + 1)])),
  );
}

describe('CIFAR', () => {
  it('reads the official files like the built-in data set', async () => {
    const { format, read: readAll, container } = await openImport(officialFolder);
    expect(format).toBe('CIFAR-10 files');
    const { set } = await readAll(READ_OPTIONS);
    await container.close();
    const official = await loadCifar10(officialFolder);
    expect({ ...set, images: null, labels: null }).toEqual({ ...official, images: null, labels: null });
    expect(Buffer.compare(set.images, official.images)).toBe(0);
    expect(Buffer.compare(set.labels, official.labels)).toBe(0);
  });

  it('finds the files next to the chosen one', async () => {
    put(CIFAR10_FILES[0]!.name, records([3], [5]));
    put('test_batch.bin', records([3]));
    put('letter.txt', Buffer.from('dear'));
    const { name, recognized } = await openImport(join(folder, 'test_batch.bin'));
    expect(folder).toContain(name);
    expect(recognized.labelSets[0]!.classes).toEqual([
      { name: 'cat', train: 1, test: 1 },
      { name: 'dog', train: 1, test: 0 },
    ]);
    expect((await refusal(() => openImport(join(folder, 'letter.txt')))).message).toContain(
      'letter.txt: This file type',
    );
  });

  it('reads fine and coarse labels of CIFAR-100, with the names in the files next to them', async () => {
    const names = (count: number, word: string) =>
      Buffer.from(Array.from({ length: count }, (_, i) => `${word} ${i}\n`).join(''));
    const files = {
      'c/train.bin': records([4, 99], [0, 7], [4, 30]),
      'c/test.bin': records([4, 99]),
      'c/fine_label_names.txt': names(100, 'fine'),
      'c/coarse_label_names.txt': names(20, 'coarse'),
    };
    const fine = (await readFiles(cifar100, files))!;
    expect(fine.recognized.labelSets.map(({ name }) => name)).toEqual(['Fine classes', 'Coarse classes']);
    expect(fine.set).toMatchObject({ classNames: ['fine 7', 'fine 30', 'fine 99'], trainCount: 3, side: 32 });
    expect([...fine.set.labels]).toEqual([2, 0, 1, 2]);
    expect([0, 1, 2, 3].map((i) => fine.set.images[i * 3072])).toEqual([1, 2, 3, 1]);
    const coarse = (await readFiles(cifar100, files, 1))!;
    expect(coarse.set.classNames).toEqual(['coarse 0', 'coarse 4']);
    expect([...coarse.set.labels]).toEqual([1, 0, 1, 1]);
    expect(await readFiles(cifar10, files)).toBeNull();
  });

  it.each<[string, Importer, Record<string, Uint8Array>, string]>([
    ['is cut off', cifar10, { 'data_batch_1.bin': records([1]).subarray(0, 3000) }, 'not a multiple of 3073'],
    ['has a wrong label', cifar10, { 'data_batch_1.bin': records([1], [10]) }, 'Image 1 has the label 10'],
    ['has a wrong coarse label', cifar100, { 'train.bin': records([0, 0], [20, 0]) }, 'labels are 0 to 19'],
  ])('reports what is wrong with a file that %s', async (_, importer, files, message) => {
    expect((await refusal(() => readFiles(importer, files))).message).toContain(message);
  });

  it('recognizes no other files', async () => {
    expect(
      await readFiles(cifar10, { 'a.bin': records([11]), 'b.bin': new Uint8Array(0), 'c.txt': records([1]) }),
    ).toBeNull();
  });
});

it('names the Python version and the one to choose', async () => {
  const files = { 'cifar-10-batches-py/data_batch_1': Buffer.from('8002', 'hex') };
  expect((await refusal(() => readFiles(cifar10, files))).message).toContain('Choose the binary version');
});

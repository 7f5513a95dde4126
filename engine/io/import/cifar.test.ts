import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CIFAR10_FILES } from '../../data/cifar10.js';
import { cifar10 as officialFolder } from '../../testing/loom.js';
import { READ_OPTIONS, readFiles } from '../../testing/imports.js';
import { loadCifar10 } from '../dataSets.js';
import { cifar10, cifar100 } from './cifar.js';
import type { Importer } from './define.js';
import { openImport } from './index.js';
import { readPickle } from './pickle.js';
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

describe('the Python version', () => {
  const fixture = (name: string) => fileURLToPath(new URL(`./__fixtures__/${name}`, import.meta.url));

  it('of CIFAR-10 is read from its folder', async () => {
    const { format, read, container } = await openImport(fixture('cifar-10-batches-py'));
    const { set } = await read(READ_OPTIONS);
    await container.close();
    expect(format).toBe('CIFAR-10 files');
    expect(set).toMatchObject({ classNames: ['class 3', 'class 5'], trainCount: 2, side: 32, channels: 3 });
    expect([...set.labels]).toEqual([0, 1, 0]);
    expect([0, 1, 2].map((i) => set.images[i * 3072])).toEqual([1, 200, 3]);
  });

  it('of CIFAR-100 has fine and coarse labels', async () => {
    const { read, recognized, container } = await openImport(fixture('cifar-100-python'));
    await container.close();
    expect(recognized.labelSets.map(({ name }) => name)).toEqual(['Fine classes', 'Coarse classes']);
    expect((await read(READ_OPTIONS)).set.classNames).toEqual(['class 7', 'class 99']);
    expect((await read({ ...READ_OPTIONS, labelSet: 1 })).set.classNames).toEqual(['group 0', 'group 4']);
  });

  it('as Python 2 wrote it is read', async () => {
    const array = Buffer.concat([
      Buffer.from(
        'cnumpy.core.multiarray\n_reconstruct\nq\x01cnumpy\nndarray\nK\x00\x85U\x01b\x87R',
        'latin1',
      ),
      Buffer.from('(K\x01K\x01M\x00\x0c\x86cnumpy\ndtype\nU\x02u1K\x00K\x01\x87R', 'latin1'),
      Buffer.from('(K\x03U\x01|NNNJ\xff\xff\xff\xffJ\xff\xff\xff\xffK\x00tb\x89T\x00\x0c\x00\x00', 'latin1'),
      Buffer.alloc(3072, 7),
      Buffer.from('tb'),
    ]);
    const start = Buffer.from('\x80\x02}(U\x06labels](K\x06eU\x04data', 'latin1');
    const found = (await readFiles(cifar10, {
      data_batch_1: Buffer.concat([start, array, Buffer.from('u.')]),
    }))!;
    expect(found.set.classNames).toEqual(['frog']);
    expect(found.set.images).toEqual(new Uint8Array(3072).fill(7));
  });

  it.each([
    ['names a function of Python', '\x80\x02cos\nsystem\nU\x02ls\x85R.'],
    ['is damaged', '\x80\x02}('],
    ['uses another protocol', '\x80\x04}.'],
    [
      'calls one function many times on a long text',
      `\x80\x02X\xe8\x03\0\0${'a'.repeat(1000)}q\x01c_codecs\nencode\nq\x02h\x01X\x06\0\0\0latin1q\x03\x86R${'h\x02h\x01h\x03\x86R'.repeat(9)}.`,
    ],
  ])('is refused if it %s', (_, text) => {
    expect(() => readPickle(Buffer.from(text, 'latin1'))).toThrow('bad-data/pickle');
  });
});

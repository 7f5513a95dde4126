import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { READ_OPTIONS, readFiles } from '../../testing/imports.js';
import { idx } from './idx.js';
import { openImport } from './index.js';
import { refusal } from '../../testing/problems.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'loom-idx-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const put = (name: string, bytes: Uint8Array) => writeFileSync(join(folder, name), bytes);

/** Builds an IDX file. */
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
  it('combines images, labels and the test split, gzipped or not, as gray images', async () => {
    put('train-images-idx3-ubyte.gz', gzipSync(images(3)));
    put('train-labels-idx1-ubyte', labels(7, 2, 7));
    put('train-labels-idx1-ubyte.gz', gzipSync(labels(7, 2, 7)));
    put('t10k-images.idx3-ubyte', images(1, 8, 9));
    put('t10k-labels.idx1-ubyte', labels(2));
    const chosen = await openImport(join(folder, 'train-images-idx3-ubyte.gz'));
    expect(chosen.format).toBe('IDX files (MNIST)');
    expect(chosen.recognized.form).toEqual({ channels: 1, side: 8 });
    const { set } = await chosen.read(READ_OPTIONS);
    expect(set).toMatchObject({ trainCount: 3, classNames: ['2', '7'], channels: 1, side: 8 });
    expect([...set.labels]).toEqual([1, 0, 1, 0]);
    expect([set.images.length, set.images[0], set.images[3 * 64]]).toEqual([256, 5, 9]);
  });

  it('uses a single pair for training, whatever its names', async () => {
    const found = (await readFiles(idx, { 't10k-x': images(2), y: labels(0, 1) }))!;
    expect(found.set).toMatchObject({ trainCount: 2, classNames: ['0', '1'] });
  });

  it.each<[string, Record<string, Uint8Array>, string]>([
    ['no labels', { 'train-images-idx3-ubyte': images(1) }, 'expected train-labels-idx1-ubyte beside them'],
    ['fewer labels', { a: images(2), b: labels(1) }, 'contains 2 images, but b contains 1 label'],
    [
      'fewer pixels',
      { a: images(2).subarray(0, 100), b: labels(1, 1) },
      '84 bytes of data, but its header says 128',
    ],
    ['more pixels', { a: Buffer.concat([images(1), Buffer.alloc(1)]), b: labels(1) }, 'truncated or damaged'],
    [
      'an absurd number',
      { a: idxFile(0x803, [2 ** 32 - 1, 28, 28], Buffer.alloc(9)), b: labels(1) },
      'truncated',
    ],
    ['oblong images', { a: idxFile(0x803, [1, 8, 9], Buffer.alloc(72)), b: labels(1) }, '8 × 9 pixels'],
    [
      'huge images',
      { a: idxFile(0x803, [1, 2 ** 31, 2 ** 31], Buffer.alloc(9)), b: labels(1) },
      '2147483648 ×',
    ],
    ['no images', { a: images(0), b: labels() }, 'truncated or damaged'],
    [
      'two sizes',
      { 'a-images': images(1), 'a-labels': labels(1), 'test-images': images(1, 9), 'test-labels': labels(1) },
      'differ in size',
    ],
    [
      'two data sets',
      { 'a-images': images(1), 'a-labels': labels(1), 'b-images': images(1), 'b-labels': labels(1) },
      'several data sets (a-images, b-images)',
    ],
    ['too many classes', { a: images(256), b: labels(...Array(256).keys()) }, '256 classes; at most 255'],
  ])('reports what is wrong with %s', async (_, files, message) => {
    expect((await refusal(() => readFiles(idx, files))).message).toContain(message);
  });
});

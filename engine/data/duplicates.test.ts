import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { loadCifar10 } from '../io/dataSets.js';
import { imageBytes, type ImageSet, type Pixels } from './imageSet.js';
import { searchDuplicates } from './duplicates.js';

let data: ImageSet;
let size: number;
beforeAll(async () => {
  data = await loadCifar10(join(import.meta.dirname, '../../assets/data/cifar-10'));
  size = imageBytes(data);
});

function found(pixels: Pixels) {
  return [...searchDuplicates(pixels)].flatMap(({ pairs }) => pairs);
}

/** Some images of CIFAR-10, one after the other. */
function some(rows: readonly number[]): Pixels {
  const images = new Uint8Array(rows.length * size);
  rows.forEach((row, i) => images.set(data.images.subarray(row * size, (row + 1) * size), i * size));
  return { images, side: data.side, channels: data.channels };
}

it('finds exact, paler and slightly shifted copies, but not other images', () => {
  const pixels = some(Array.from({ length: 300 }, (_, row) => row));
  const { images, side } = pixels;
  images.copyWithin(50 * size, 3 * size, 4 * size);
  for (let i = 0; i < size; i++) {
    images[60 * size + i] = 60 + images[4 * size + i]! / 2;
    const [y, x] = [Math.floor(i / side) % side, i % side];
    const from = i + (y < side - 1 ? side : 0) + (x < side - 1 ? 1 : 0);
    images[70 * size + i] = images[6 * size + from]!;
  }
  const pairs = found(pixels).sort((one, other) => one.b - other.b);
  expect(pairs.map(({ a, b }) => [a, b])).toEqual([
    [3, 50],
    [4, 60],
    [6, 70],
  ]);
  expect(pairs[0]!.likeness).toBe(1);
  for (const { likeness } of pairs.slice(1)) expect(likeness).toBeGreaterThan(0.95);
});

it('finds mirrored copies, also paler and shifted ones, and marks them', () => {
  const pixels = some(Array.from({ length: 300 }, (_, row) => row));
  const { images, side } = pixels;
  for (let i = 0; i < size; i++) {
    const x = i % side;
    images[80 * size + i] = images[3 * size + i - x + side - 1 - x]!;
    images[90 * size + i] = 60 + images[4 * size + i - x + Math.min(side - x, side - 1)]! / 2;
  }
  const pairs = found(pixels).filter(({ mirrored }) => mirrored);
  expect(pairs.map(({ a, b }) => [b, a])).toEqual([
    [90, 4],
    [80, 3],
  ]);
  for (const { likeness } of pairs) expect(likeness).toBeGreaterThan(0.95);
  expect(found(pixels).filter(({ mirrored }) => !mirrored)).toEqual([]);
  // A picture that is its own mirror image is reported once.
  const bytes = Uint8Array.from({ length: 128 }, (_, i) => Math.min(i % 8, 7 - (i % 8)) * 20 + (i >> 6));
  expect(found({ images: bytes, side: 8, channels: 1 })).toHaveLength(1);
});

/**
 * Test and training images that Barz and Denzler judged to be the same picture, the first 40 of their list
 * ("Do We Train on Test Data? Purging CIFAR of Near-Duplicates", 2020; duplicates_cifar10.csv).
 */
const KNOWN = `
  6611-49007 159-25768 7293-9640 6080-9148 2901-6801 896-22402 673-34116 516-43161 3745-44097
  4989-40396 7029-19059 3991-17419 7052-2362 5243-37995 4362-45515 2830-31706 576-34546 1071-47578
  3641-35894 1920-37361 3520-49426 9703-6844 4297-3887 6563-7524 7075-26647 4424-41091 535-23051
  3663-48375 6435-22956 8299-35398 5863-37987 6350-16752 4332-12446 4105-2889 5423-41088 3763-17624
  40-46506 2911-11817 104-20304 7225-37755`
  .trim()
  .split(/\s+/)
  .map((pair) => pair.split('-').map(Number) as [test: number, train: number]);

it('finds most known pairs, and hardly any among other images', () => {
  const rows = KNOWN.flatMap(([test, train]) => [train, data.trainCount + test]);
  const others = Array.from({ length: 2000 }, (_, i) => 10 + i * 7);
  const pairs = found(some([...rows, ...others])).filter(({ likeness }) => likeness >= 0.9);
  const known = pairs.filter(({ a, b }) => b < rows.length && a % 2 === 0 && b === a + 1);
  expect(known.length).toBeGreaterThanOrEqual(0.7 * KNOWN.length);
  expect(pairs.filter(({ b }) => b >= rows.length).length).toBeLessThan(20);
});

it('bounds its results when all images are similar, and ignores near-duplicates among images of one color', () => {
  const flat = { images: new Uint8Array(500 * 64).fill(7), side: 8, channels: 1 } as const;
  expect(found(flat).length).toBe(499);
  // A ramp that differs in one pixel: all 500 are practically equal.
  const alike = Uint8Array.from({ length: 500 * 64 }, (_, i) =>
    i % 64 === 0 ? (i / 64) % 251 : (i % 64) * 3,
  );
  expect(found({ images: alike, side: 8, channels: 1 }).length).toBeLessThanOrEqual(64 * 500);
});

import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { problem } from '../base/problem.js';
import { decodeImage } from './decodeImage.js';
import { importFrom, READ_OPTIONS } from '../testing/imports.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'loom-formats-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it('reads the first frame of a GIF, a rotated JPEG upright, and AVIF, in color or gray; explains BMP', async () => {
  mkdirSync(join(folder, 'a'));
  const plain = (background: string, width = 20, height = 20) =>
    sharp({ create: { width, height, channels: 3, background } });
  const frames = await Promise.all(['#ff0000', '#0000ff'].map((color) => plain(color).png().toBuffer()));
  await sharp(frames, { join: { animated: true } })
    .gif()
    .toFile(join(folder, 'a', '1.gif'));
  // The left half is white; the EXIF orientation rotates it by 90 degrees, to the top.
  const half = await plain('#ffffff', 10, 20).png().toBuffer();
  await plain('#000000')
    .composite([{ input: half, left: 0, top: 0 }])
    .withMetadata({ orientation: 6 })
    .jpeg({ quality: 100 })
    .toFile(join(folder, 'a', '2.jpg'));
  await plain('#00ff00')
    .avif({ lossless: true })
    .toFile(join(folder, 'a', '3.avif'));
  writeFileSync(join(folder, 'a', '4.bmp'), 'BM');

  const { set, skipped } = await importFrom(folder);
  expect(skipped).toEqual([{ file: 'a/4.bmp', why: problem('bad-argument/bmp-image', {}) }]);
  const pixel = (image: number, x: number, y: number) =>
    [0, 1, 2].map((channel) => set.images[(image * 3 + channel) * 256 + y * 16 + x]);
  expect(pixel(0, 0, 0)).toEqual([255, 0, 0]);
  expect([pixel(1, 15, 0), pixel(1, 0, 15)]).toEqual([
    [255, 255, 255],
    [0, 0, 0],
  ]);
  expect(pixel(2, 5, 5)).toEqual([0, 255, 0]);

  const gray = await importFrom(folder, { ...READ_OPTIONS, channels: 1 });
  expect(gray.set.images.length).toBe(3 * 256);
  expect(gray.set.images[256]).toBe(255);
  // The sRGB luminance of pure green.
  expect(gray.set.images[2 * 256]).toBeGreaterThan(180);
});

it.each([
  ['float.tif', 153],
  ['float255.tif', 150],
  ['g16_12bit.tif', 62],
])('scales %s to the range that it uses', async (name, expected) => {
  const bytes = readFileSync(new URL(`./__fixtures__/tiff/${name}`, import.meta.url));
  const pixels = await decodeImage(bytes, { height: 8, width: 8, channels: 1 });
  expect([...new Set(pixels)]).toEqual([expected]);
});

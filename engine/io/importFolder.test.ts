import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import sharp from 'sharp';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { importFolder, type ImportOptions } from './importFolder.js';
import { loadOwnImages, ownImagesFolder, saveOwnImages } from './ownImages.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'loom-photos-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const options: ImportOptions = {
  side: 16,
  fit: 'crop',
  signal: new AbortController().signal,
  progress: () => undefined,
};

/** A picture of one colour, left half and right half. */
async function picture(path: string, left: string, right: string, width = 40, height = 20): Promise<void> {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  const half = { width: Math.floor(width / 2), height, channels: 3 as const };
  const tile = await sharp({ create: { ...half, background: right } })
    .png()
    .toBuffer();
  await sharp({ create: { width, height, channels: 3, background: left } })
    .composite([{ input: tile, left: width - half.width, top: 0 }])
    .toFile(join(folder, path));
}

it('reads class folders in alphabetical order, every format, channels first', async () => {
  await picture('dogs/a.png', '#ff0000', '#ff0000');
  await picture('cats/b.webp', '#0000ff', '#0000ff');
  await picture('cats/c.GIF'.replace('GIF', 'gif'), '#00ff00', '#00ff00');
  await picture('cats/d.tiff', '#102030', '#102030');
  const seen: number[] = [];
  const { set, skipped } = await importFolder(folder, { ...options, progress: (done) => seen.push(done) });
  expect(skipped).toEqual([]);
  expect(set.classNames).toEqual(['cats', 'dogs']);
  expect([...set.labels]).toEqual([0, 0, 0, 1]);
  expect(seen).toEqual([1, 2, 3, 4]);
  const pixel = (image: number) => [0, 1, 2].map((channel) => set.images[(image * 3 + channel) * 256]);
  expect(pixel(3)).toEqual([255, 0, 0]);
  expect(pixel(2)).toEqual([16, 32, 48]);
});

it('crops, pads or stretches what is not square', async () => {
  await picture('a/wide.png', '#ffffff', '#ff0000', 40, 20);
  const corner = async (fit: ImportOptions['fit']) => {
    const { set } = await importFolder(folder, { ...options, fit });
    return [set.images[0], set.images[8 * 16], set.images[256 + 8 * 16 + 15]];
  };
  expect(await corner('pad')).toEqual([0, 255, 0]);
  expect(await corner('stretch')).toEqual([255, 255, 0]);
  expect(await corner('crop')).toEqual([255, 255, 0]);
});

it('passes over broken, empty, huge and hidden files, links and what is no image, and says so', async () => {
  await picture('a/good.png', '#ffffff', '#ffffff');
  const outside = join(folder, 'outside.png');
  await picture('outside.png', '#ffffff', '#ffffff');
  writeFileSync(join(folder, 'a', 'truncated.jpg'), Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16]));
  writeFileSync(join(folder, 'a', 'empty.png'), '');
  writeFileSync(join(folder, 'a', 'text.png'), 'not an image');
  writeFileSync(join(folder, 'a', 'notes.txt'), 'notes');
  writeFileSync(join(folder, 'a', '.hidden.png'), '');
  symlinkSync(outside, join(folder, 'a', 'link.png'));
  symlinkSync(folder, join(folder, 'loop'));
  // A bomb: a few kilobytes that unpack to 400 million pixels.
  const bomb = sharp({
    create: { width: 20_000, height: 20_000, channels: 3, background: '#000' },
    limitInputPixels: false,
  });
  await bomb.png({ compressionLevel: 9 }).toFile(join(folder, 'a', 'bomb.png'));
  const { set, skipped } = await importFolder(folder, options);
  expect(set.labels.length).toBe(1);
  expect(skipped.map(({ file }) => file).sort()).toEqual([
    'a/bomb.png',
    'a/empty.png',
    'a/text.png',
    'a/truncated.jpg',
  ]);
});

it('a folder without class folders or images is refused in words', async () => {
  await expect(importFolder(folder, options)).rejects.toThrow('one folder of images for each class');
  mkdirSync(join(folder, 'cats'));
  await expect(importFolder(folder, options)).rejects.toThrow('no folder in');
  await expect(importFolder(join(folder, 'missing'), options)).rejects.toThrow('cannot be read');
});

it('can be cancelled', async () => {
  for (let i = 0; i < 20; i++) await picture(`a/${i}.png`, '#ffffff', '#ffffff');
  const stop = new AbortController();
  const progress = (done: number) => {
    if (done === 5) stop.abort();
  };
  await expect(importFolder(folder, { ...options, signal: stop.signal, progress })).rejects.toThrow(
    'cancelled',
  );
});

it('is kept under the hash of its contents, and damage is found', async () => {
  await picture('photos/a/1.png', '#123456', '#ffffff');
  await picture('photos/b/2.png', '#ffffff', '#123456');
  const { set } = await importFolder(join(folder, 'photos'), options);
  const data = join(folder, 'data');
  const id = await saveOwnImages(data, 'mine', set);
  expect(await saveOwnImages(data, 'again', set)).toBe(id);
  const source = { kind: 'images', id, name: 'mine', side: 16, channels: 3 } as const;
  expect(await loadOwnImages(data, source)).toEqual({ ...set, images: new Uint8Array(set.images) });
  expect(readdirSync(join(data, 'images'))).toEqual([id]);
  writeFileSync(join(ownImagesFolder(data, id), 'images.bin'), 'short');
  await expect(loadOwnImages(data, source)).rejects.toThrow('damaged');
  rmSync(join(data, 'images'), { recursive: true });
  await expect(loadOwnImages(data, source)).rejects.toThrow('not on this machine');
});

import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import sharp from 'sharp';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { memoryContainer } from '../../testing/memoryContainer.js';
import bitmaps from '../__fixtures__/bitmaps.json' with { type: 'json' };
import { loadOwnImages, ownImagesFolder, saveOwnImages } from '../ownImages.js';
import { classFolders } from './classFolders.js';
import type { ReadImages, ReadOptions } from './define.js';
import { openImport } from './index.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'loom-photos-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const options: ReadOptions = {
  side: 16,
  channels: 3,
  labelling: 0,
  fit: 'crop',
  signal: new AbortController().signal,
  progress: () => undefined,
};

async function importFolder(path: string, chosen: ReadOptions): Promise<ReadImages> {
  const { read, container } = await openImport(path);
  const { set, skipped } = await read(chosen);
  await container.close();
  return { set, skipped: [...container.skipped, ...skipped] };
}

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
  const corner = async (fit: ReadOptions['fit']) => {
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
  // A bomb: a few kilobytes that unpack to 121 million pixels.
  const bomb = sharp({
    create: { width: 11_000, height: 11_000, channels: 3, background: '#000' },
    limitInputPixels: false,
  });
  await bomb.png({ compressionLevel: 9 }).toFile(join(folder, 'a', 'bomb.png'));
  const { set, skipped } = await importFolder(folder, options);
  expect(set.labels.length).toBe(1);
  expect(skipped.map(({ file }) => file).sort()).toEqual([
    'a/bomb.png',
    'a/empty.png',
    'a/link.png',
    'a/text.png',
    'a/truncated.jpg',
    'loop',
  ]);
});

it('a folder without class folders or images is refused in words', async () => {
  await expect(importFolder(folder, options)).rejects.toThrow('one folder of images for each class');
  mkdirSync(join(folder, 'cats'));
  await expect(importFolder(folder, options)).rejects.toThrow('it holds nothing that can be brought in');
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

it('reads GIF’s first frame, JPEG as it is to be held, BMP and AVIF, in colour or in grey', async () => {
  mkdirSync(join(folder, 'a'));
  const plain = (background: string, width = 20, height = 20) =>
    sharp({ create: { width, height, channels: 3, background } });
  const frames = await Promise.all(['#ff0000', '#0000ff'].map((color) => plain(color).png().toBuffer()));
  await sharp(frames, { join: { animated: true } })
    .gif()
    .toFile(join(folder, 'a', '1.gif'));
  // Left half white; to be turned by 90 degrees, which puts it at the top.
  const half = await plain('#ffffff', 10, 20).png().toBuffer();
  await plain('#000000')
    .composite([{ input: half, left: 0, top: 0 }])
    .withMetadata({ orientation: 6 })
    .jpeg({ quality: 100 })
    .toFile(join(folder, 'a', '2.jpg'));
  const { file } = bitmaps.files['24 bits'];
  writeFileSync(join(folder, 'a', '3.bmp'), Buffer.from(file, 'base64'));
  await plain('#00ff00')
    .avif({ lossless: true })
    .toFile(join(folder, 'a', '4.avif'));

  const { set, skipped } = await importFolder(folder, options);
  expect(skipped).toEqual([]);
  const pixel = (image: number, x: number, y: number) =>
    [0, 1, 2].map((channel) => set.images[(image * 3 + channel) * 256 + y * 16 + x]);
  expect(pixel(0, 0, 0)).toEqual([255, 0, 0]);
  expect([pixel(1, 15, 0), pixel(1, 0, 15)]).toEqual([
    [255, 255, 255],
    [0, 0, 0],
  ]);
  expect(pixel(3, 5, 5)).toEqual([0, 255, 0]);

  const grey = await importFolder(folder, { ...options, channels: 1 });
  expect(grey.set.images.length).toBe(4 * 256);
  expect(grey.set.images[256]).toBe(255);
  // The luminance of pure green, in the way of sRGB.
  expect(grey.set.images[3 * 256]).toBeGreaterThan(180);
});

it('takes train and test folders as splits, and looks through folders around everything', async () => {
  for (const path of ['set/train/cats/1.png', 'set/train/dogs/1.png', 'set/test/dogs/deep/2.png']) {
    await picture(path, '#ffffff', '#ffffff');
  }
  const { set } = await importFolder(folder, options);
  expect(set).toMatchObject({ classNames: ['cats', 'dogs'], trainCount: 2 });
  expect([...set.labels]).toEqual([0, 1, 1]);
});

it.each([
  ['Cats', 'cats'],
  ['été', 'été'.normalize('NFD')],
])('refuses the classes %s and %s, which people cannot tell apart', async (one, other) => {
  await picture(`${one}/1.png`, '#ffffff', '#ffffff');
  await picture(`${other}/1.png`, '#ffffff', '#ffffff');
  await expect(importFolder(folder, options)).rejects.toThrow('differ only in capital letters or in how');
});

it('does not take more images than fit into memory, nor more classes than a byte tells', async () => {
  const { match } = classFolders;
  const files = Object.fromEntries(
    Array.from({ length: 6000 }, (_, i) => [`${i % 2}/${i}.png`, new Uint8Array(1)]),
  );
  const found = (await match(memoryContainer(files)))!;
  await expect(found.read({ ...options, side: 256 })).rejects.toThrow('there may be 5,461');
  const classes = Object.fromEntries(
    Array.from({ length: 256 }, (_, i) => [`${i}/1.png`, new Uint8Array(1)]),
  );
  await expect(match(memoryContainer(classes))).rejects.toThrow('256 classes; at most 255');
});

it('a folder that may not be read is passed over or answered in words', async () => {
  await picture('a/1.png', '#ffffff', '#ffffff');
  await picture('b/1.png', '#ffffff', '#ffffff');
  chmodSync(join(folder, 'b'), 0o000);
  try {
    const { set } = await importFolder(folder, options);
    // The superuser may read everything.
    expect(set.classNames).toEqual(process.getuid?.() === 0 ? ['a', 'b'] : ['a']);
  } finally {
    chmodSync(join(folder, 'b'), 0o700);
  }
});

import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { importFrom, memoryContainer, READ_OPTIONS, writePicture } from '../../testing/imports.js';
import { problem } from '../../base/problem.js';
import { imageFiles } from './imageFiles.js';
import { openImport } from './index.js';
import type { ReadOptions } from './define.js';
import { refusal } from '../../testing/problems.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'loom-photos-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Writes a two-colored picture into the folder. */
const picture = (path: string, left: string, right: string, width?: number, height?: number) =>
  writePicture(join(folder, path), left, right, width, height);

it('reads class folders alphabetically, in every format, channels first', async () => {
  await picture('dogs/a.png', '#ff0000', '#ff0000');
  await picture('cats/b.webp', '#0000ff', '#0000ff');
  await picture('cats/c.gif', '#00ff00', '#00ff00');
  await picture('cats/d.tiff', '#102030', '#102030');
  const seen: number[] = [];
  const { set, skipped } = await importFrom(folder, { ...READ_OPTIONS, progress: (done) => seen.push(done) });
  expect(skipped).toEqual([]);
  expect(set.classNames).toEqual(['cats', 'dogs']);
  expect([...set.labels]).toEqual([0, 0, 0, 1]);
  expect(seen).toEqual([1, 2, 3, 4]);
  const pixel = (image: number) => [0, 1, 2].map((channel) => set.images[(image * 3 + channel) * 256]);
  expect(pixel(3)).toEqual([255, 0, 0]);
  expect(pixel(2)).toEqual([16, 32, 48]);
});

it('crops, pads or stretches images that are not square', async () => {
  await picture('a/wide.png', '#ffffff', '#ff0000', 40, 20);
  const corner = async (fit: ReadOptions['fit']) => {
    const { set } = await importFrom(folder, { ...READ_OPTIONS, fit });
    return [set.images[0], set.images[8 * 16], set.images[256 + 8 * 16 + 15]];
  };
  expect(await corner('pad')).toEqual([0, 255, 0]);
  expect(await corner('stretch')).toEqual([255, 255, 0]);
  expect(await corner('crop')).toEqual([255, 255, 0]);
});

it('skips and reports corrupt, empty and huge files and links and non-images and hidden files', async () => {
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
  // A decompression bomb: a few kilobytes that decode to 121 million pixels.
  const bomb = sharp({
    create: { width: 11_000, height: 11_000, channels: 3, background: '#000' },
    limitInputPixels: false,
  });
  await bomb.png({ compressionLevel: 9 }).toFile(join(folder, 'a', 'bomb.png'));
  const { set, skipped } = await importFrom(folder);
  expect(set.labels.length).toBe(1);
  expect(skipped.map(({ file }) => file).sort()).toEqual([
    'a/.hidden.png',
    'a/bomb.png',
    'a/empty.png',
    'a/link.png',
    'a/notes.txt',
    'a/text.png',
    'a/truncated.jpg',
    'loop',
    'outside.png',
  ]);
});

it('a folder without class folders or images is rejected with a message', async () => {
  expect((await refusal(() => importFrom(folder))).message).toContain('one folder of images for each class');
  mkdirSync(join(folder, 'cats'));
  expect((await refusal(() => importFrom(folder))).message).toContain('nothing that can be imported');
  expect((await refusal(() => importFrom(join(folder, 'missing')))).message).toContain(
    'There is no such file or folder',
  );
});

it('can be canceled', async () => {
  for (let i = 0; i < 20; i++) await picture(`a/${i}.png`, '#ffffff', '#ffffff');
  const stop = new AbortController();
  const progress = (done: number) => {
    if (done === 5) stop.abort();
  };
  expect(
    (await refusal(() => importFrom(folder, { ...READ_OPTIONS, signal: stop.signal, progress }))).message,
  ).toContain('canceled');
});

it('uses train and test folders as splits, and ignores folders that enclose everything', async () => {
  for (const path of ['set/train/cats/1.png', 'set/train/dogs/1.png', 'set/test/dogs/deep/2.png']) {
    await picture(path, '#ffffff', '#ffffff');
  }
  const { set } = await importFrom(folder);
  expect(set).toMatchObject({ classNames: ['cats', 'dogs'], trainCount: 2 });
  expect([...set.labels]).toEqual([0, 1, 1]);
});

it.each([
  ['Cats', 'cats'],
  ['été', 'été'.normalize('NFD')],
])('rejects the classes %s and %s, which look the same to people', async (one, other) => {
  await picture(`${one}/1.png`, '#ffffff', '#ffffff');
  await picture(`${other}/1.png`, '#ffffff', '#ffffff');
  expect((await refusal(() => importFrom(folder))).message).toContain(
    'differ only in capital letters or in how',
  );
});

it('rejects more images than fit into memory and more classes than a byte can label', async () => {
  const { match } = imageFiles;
  const files = Object.fromEntries(
    Array.from({ length: 6000 }, (_, i) => [`${i % 2}/${i}.png`, new Uint8Array(1)]),
  );
  const found = (await match(memoryContainer(files)))!;
  expect((await refusal(() => found.read({ ...READ_OPTIONS, side: 256 }))).message).toContain(
    'at most 5,461',
  );
  const classes = Object.fromEntries(
    Array.from({ length: 256 }, (_, i) => [`${i}/1.png`, new Uint8Array(1)]),
  );
  expect((await refusal(() => match(memoryContainer(classes)))).message).toContain(
    '256 classes; at most 255',
  );
});

it('a folder without read permission is skipped', async () => {
  await picture('a/1.png', '#ffffff', '#ffffff');
  await picture('b/1.png', '#ffffff', '#ffffff');
  chmodSync(join(folder, 'b'), 0o000);
  try {
    const { set } = await importFrom(folder);
    // Root can read everything.
    expect(set.classNames).toEqual(process.getuid?.() === 0 ? ['a', 'b'] : ['a']);
  } finally {
    chmodSync(join(folder, 'b'), 0o700);
  }
});

const fixture = (name: string) => fileURLToPath(new URL(`./__fixtures__/endings/${name}`, import.meta.url));

async function imported(path: string) {
  const { set, skipped } = await importFrom(path);
  const classes = set.classNames.map(
    (name, label) => `${name} ${set.labels.filter((of) => of === label).length}`,
  );
  return [classes.join(' '), ...skipped.map(({ file, why }) => `${file}: ${why.code}`)];
}

it('contents decide, not endings; every other file is listed with its reason', async () => {
  expect(await imported(fixture('jfif'))).toEqual(['cats 2 dogs 2']);
  expect(await imported(fixture('noext'))).toEqual(['a 1 b 3', 'b/lfs.png: bad-argument/lfs-pointer']);
  expect(await imported(fixture('heic'))).toEqual([
    'cats 2',
    'dogs/IMG_0001.HEIC: bad-argument/image-format',
    'dogs/IMG_0002.HEIC: bad-argument/image-format',
  ]);
});

it('HEIC alone is refused with the format and what to do', async () => {
  const { message } = await refusal(() => importFrom(fixture('allheic')));
  expect(message).toContain(
    'None of the 2 images can be read. a/1.HEIC: This is an image in the HEIC format',
  );
});

it('PPM files are read', async () => {
  expect(await imported(fixture('ppm'))).toEqual(['a 1 b 1']);
});

it('a class whose images cannot be read is named when it is found, and when it is read', async () => {
  const opened = await openImport(fixture('heic'));
  await opened.container.close();
  const gone = problem('bad-data/classes-unreadable', { classes: ['dogs'] });
  expect(opened.recognized.labelSets[0]!.notes).toEqual([gone]);
  await picture('cats/1.png', '#ffffff', '#ffffff');
  mkdirSync(join(folder, 'dogs'));
  writeFileSync(join(folder, 'dogs', '1.png'), 'no picture');
  expect((await importFrom(folder)).notes).toEqual([gone]);
});

it('transparent images are found before the import, counted, and their background is recorded', async () => {
  const drawings = fileURLToPath(new URL('./__fixtures__/transparent', import.meta.url));
  const { recognized, container } = await openImport(drawings);
  await container.close();
  expect(recognized.background).toBe('#ffffff');
  const white = await importFrom(drawings);
  expect(white.set.background).toBe('#ffffff');
  expect(white.notes).toEqual([problem('bad-data/images-transparent', { images: 1, background: '#ffffff' })]);
  const black = await importFrom(drawings, { ...READ_OPTIONS, background: '#000000' });
  expect(white.set.images[0]).toBe(255);
  expect(black.set.images[0]).toBe(0);
});

it('files of systems and network drives and others are listed, and SVG is not drawn', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'loom-files-'));
  try {
    await writePicture(join(folder, 'a', '1.png'), '#ffffff');
    await writePicture(join(folder, 'a', '@eaDir', '1.png'), '#ffffff');
    mkdirSync(join(folder, '#recycle'));
    writeFileSync(join(folder, 'a', 'Thumbs.db'), 'x');
    writeFileSync(join(folder, 'a', 'notes.txt'), 'x');
    const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>';
    writeFileSync(join(folder, 'a', '2.svg'), svg);
    writeFileSync(join(folder, 'a', '3.png'), `<?xml version="1.0"?><!-- drawn -->${svg}`);
    expect(await imported(folder)).toEqual([
      'a 1',
      '#recycle: bad-data/skipped-system',
      'a/@eaDir: bad-data/skipped-system',
      'a/Thumbs.db: bad-data/skipped-system',
      'a/2.svg: bad-argument/image-format',
      'a/notes.txt: bad-data/skipped-not-image',
      'a/3.png: bad-argument/image-format',
    ]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

it('deep TIFFs of one set are scaled alike, so a dark class stays dark', async () => {
  const fixtures = new URL('../__fixtures__/tiff/', import.meta.url);
  for (const name of ['dark', 'light']) mkdirSync(join(folder, name));
  const dark = readFileSync(new URL('g16_12bit.tif', fixtures));
  writeFileSync(join(folder, 'dark', '1.tif'), dark);
  const alone = await importFrom(folder);
  // The same image with 60,000 in place of 1,000.
  const light = Buffer.from(dark.toString('latin1').replaceAll('\xe8\x03', '\x60\xea'), 'latin1');
  writeFileSync(join(folder, 'light', '1.tif'), light);
  const { set } = await importFrom(folder);
  expect([alone.set.images[0], set.images[0], set.images[768]]).toEqual([62, 4, 233]);
});

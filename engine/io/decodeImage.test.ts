import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { problem } from '../base/problem.js';
import { decodeImage, deepestValue, fittingBackground } from './decodeImage.js';
import { decodePnm } from './pnm.js';
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
  const { pixels } = await decodeImage(bytes, { height: 8, width: 8, channels: 1 });
  expect([...new Set(pixels)]).toEqual([expected]);
});

describe('what is transparent', () => {
  const drawing = readFileSync(new URL('./__fixtures__/transparent.png', import.meta.url));
  const target = { height: 8, width: 8, channels: 3, fit: 'stretch' } as const;
  const clear = { r: 255, g: 255, b: 255, alpha: 0 };

  it('lies on white unless another color is chosen, in color and gray', async () => {
    const { pixels, transparent } = await decodeImage(drawing, target);
    expect(transparent).toBe(true);
    expect([Math.max(...pixels), Math.min(...pixels)]).toEqual([255, expect.any(Number)]);
    const whole = sharp({ create: { width: 9, height: 9, channels: 4, background: clear } });
    const empty = await whole.png().toBuffer();
    const { pixels: red } = await decodeImage(empty, { ...target, background: '#ff0010' });
    expect([...red.subarray(0, 3)]).toEqual([255, 0, 16]);
    const { pixels: gray } = await decodeImage(empty, { ...target, channels: 1, background: '#ffffff' });
    expect(new Set(gray)).toEqual(new Set([255]));
  });

  it.each([
    ['#000000', '#ffffff'],
    ['#ffffff', '#000000'],
  ])('a drawing in %s suits %s', async (ink, paper) => {
    const line = await sharp({ create: { width: 20, height: 4, channels: 3, background: ink } })
      .png()
      .toBuffer();
    const drawn = sharp({ create: { width: 20, height: 20, channels: 4, background: clear } });
    const bytes = await drawn
      .composite([{ input: line, left: 0, top: 8 }])
      .png()
      .toBuffer();
    expect(await fittingBackground(bytes)).toBe(paper);
  });

  it('is not what a channel of full opacity says', async () => {
    const opaque = { width: 9, height: 9, channels: 4, background: '#123456' } as const;
    const bytes = await sharp({ create: opaque }).png().toBuffer();
    expect(await fittingBackground(bytes)).toBeNull();
    expect((await decodeImage(bytes, target)).transparent).toBe(false);
  });
});

it.each([
  ['P1', 'P1\n# bits\n2 2\n10\n0 1', 1, [0, 255, 255, 0]],
  ['P2', 'P2 2 2 4 0 2 4 1', 1, [0, 128, 255, 64]],
  ['P3', 'P3\n1 1\n255\n1 2 3', 3, [1, 2, 3]],
  ['P4', 'P4\n2 2\n\x80\x40', 1, [0, 255, 255, 0]],
  ['P5 of 16 bits', 'P5\n1 2\n65535\n\xff\xff\x80\x00', 1, [255, 128]],
  ['P6', 'P6\n1 1\n# a comment\n255\n\x01\x02\x03', 3, [1, 2, 3]],
] as const)('reads the portable format %s', (_, text, channels, expected) => {
  const found = decodePnm(Buffer.from(text, 'latin1'));
  expect(found.channels).toBe(channels);
  expect([...found.pixels]).toEqual(expected);
});

it.each(['P6\n2 2\n255\n', 'P5\n0 2\n255\nxx', 'P2\n2 2\n', 'P6\n99999 99999\n255\n', 'P1\n1 1\nx'])(
  'refuses the portable file %j',
  async (text) => {
    const image = decodeImage(Buffer.from(text, 'latin1'), { height: 8, width: 8, channels: 3 });
    await expect(image).rejects.toThrow(/bad-argument\/image/);
  },
);

it('a deep PNG is scaled to what it holds, and a dark one of a set like the others', async () => {
  const gray = Uint16Array.from({ length: 64 }, (_, i) => i * 65);
  const raw = { width: 8, height: 8, channels: 1 } as const;
  const bytes = await sharp(gray, { raw }).toColourspace('grey16').png().toBuffer();
  const target = { height: 8, width: 8, channels: 1 } as const;
  const { pixels } = await decodeImage(bytes, target);
  expect([pixels[0], pixels[63]]).toEqual([0, 255]);
  const deepest = new Map([(await deepestValue(bytes))!]);
  expect([...deepest]).toEqual([['ushort', 4095]]);
  const dark = await sharp(
    gray.map((value) => value / 16),
    { raw },
  )
    .toColourspace('grey16')
    .png()
    .toBuffer();
  expect((await decodeImage(dark, { ...target, deepest })).pixels[63]).toBe(16);
});

/** The most memory that this process had so far, in MB; null where the kernel does not tell. */
function peak(): number | null {
  if (process.platform !== 'linux') return null;
  return Number(/VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]) / 1024;
}

/** A TIFF file of little more than its header: gray floats in one strip. */
function tiffOf(width: number, height: number): Buffer {
  const tags = [
    [256, width],
    [257, height],
    [258, 32],
    [259, 5],
    [262, 1],
    [273, 300],
    [277, 1],
    [278, height],
    [279, 182],
    [339, 3],
  ] as const;
  const bytes = Buffer.alloc(482);
  bytes.write('II*\0\b\0\0\0', 'latin1');
  bytes.writeUInt16LE(tags.length, 8);
  tags.forEach(([tag, value], i) => {
    bytes.writeUInt16LE(tag, 10 + i * 12);
    bytes.writeUInt16LE(4, 12 + i * 12);
    bytes.writeUInt32LE(1, 14 + i * 12);
    bytes.writeUInt32LE(value, 18 + i * 12);
  });
  return bytes;
}

function gifOf(side: number, frames: number): Buffer {
  const header = Buffer.from('GIF89a\0\0\0\0\x80\0\0\0\0\0\xff\xff\xff', 'latin1');
  header.writeUInt16LE(side, 6);
  header.writeUInt16LE(side, 8);
  const frame = Buffer.from('!\xf9\x04\0\x01\0\0\0,\0\0\0\0\0\0\0\0\0\x02\x02\x44\x01\0', 'latin1');
  frame.writeUInt16LE(side, 13);
  frame.writeUInt16LE(side, 15);
  return Buffer.concat([header, ...Array.from({ length: frames }, () => frame), Buffer.from(';')]);
}

/** A progressive JPEG that says that it has this side. */
async function progressiveOf(side: number): Promise<Buffer> {
  const small = sharp({ create: { width: 16, height: 16, channels: 3, background: '#000' } });
  const bytes = await small.jpeg({ progressive: true, chromaSubsampling: '4:4:4' }).toBuffer();
  const frame = bytes.indexOf(Buffer.from([0xff, 0xc2]));
  bytes.writeUInt16BE(side, frame + 5);
  bytes.writeUInt16BE(side, frame + 7);
  return bytes;
}

it('images that ask for gigabytes end in a named reason, with bounded memory and time', async () => {
  const png = await sharp({ create: { width: 16_000, height: 16_000, channels: 3, background: '#000' } })
    .png()
    .toBuffer();
  const avif = await sharp({ create: { width: 4500, height: 4500, channels: 3, background: '#000' } })
    .avif({ effort: 0 })
    .toBuffer();
  const before = peak();
  const bombs = [
    png,
    avif,
    await progressiveOf(7000),
    tiffOf(22_000, 22_000),
    tiffOf(9000, 9000),
    gifOf(65_535, 1),
  ];
  for (const bomb of bombs) {
    const image = decodeImage(bomb, { height: 8, width: 8, channels: 3 });
    await expect(image).rejects.toThrow('bad-argument/image-too-large');
  }
  await decodeImage(gifOf(500, 10_000), { height: 8, width: 8, channels: 3 });
  if (before !== null) expect(peak()! - before).toBeLessThan(256);
});

it('large images that are decoded as a whole, which no timer stops, are refused by their headers', async () => {
  const blank = sharp({ create: { width: 5900, height: 5900, channels: 3, background: '#000' } });
  const files = [blank.clone().png({ progressive: true }), blank.clone().webp({ effort: 0 })];
  for (const file of files) {
    const image = decodeImage(await file.toBuffer(), { height: 8, width: 8, channels: 3 });
    await expect(image).rejects.toThrow('bad-argument/image-too-slow');
  }
});

import { mkdtempSync, rmSync, writeFileSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { importFrom, writePicture } from '../../testing/imports.js';
import { refusal } from '../../testing/problems.js';

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
  expect(await imported(fixture('noext'))).toEqual(['a 1 b 3', 'b/lfs.png: bad-argument/image']);
  expect(await imported(fixture('heic'))).toEqual([
    'cats 2',
    'dogs/IMG_0001.HEIC: bad-argument/image-format',
    'dogs/IMG_0002.HEIC: bad-argument/image-format',
  ]);
});

it.each([
  ['allheic', 'None of the 2 images can be read. a/1.HEIC: This is an image in the HEIC format'],
  ['ppm', 'None of the 2 images can be read. a/x.ppm: This is an image in the PPM format'],
])('%s is refused with the format and what to do', async (name, message) => {
  expect((await refusal(() => importFrom(fixture(name)))).message).toContain(message);
});

it('files of systems and network drives are ignored, others listed, and SVG is not drawn', async () => {
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
      'a/2.svg: bad-argument/image-format',
      'a/notes.txt: bad-data/skipped-not-image',
      'a/3.png: bad-argument/image-format',
    ]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

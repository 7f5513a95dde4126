import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { importFrom, writePicture } from '../testing/imports.js';
import { loadOwnImages, ownImagesFolder, saveOwnImages } from './dataSets.js';
import { refusal } from '../testing/problems.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'loom-own-images-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it('a set is stored under the hash of its contents, and damage is detected', async () => {
  await writePicture(join(folder, 'photos/a/1.png'), '#123456', '#ffffff');
  await writePicture(join(folder, 'photos/b/2.png'), '#ffffff', '#123456');
  const { set } = await importFrom(join(folder, 'photos'));
  const data = join(folder, 'data');
  const id = await saveOwnImages(data, 'mine', set);
  expect(await saveOwnImages(data, 'again', set)).toBe(id);
  const source = { kind: 'images', id, name: 'mine', side: 16, channels: 3 } as const;
  expect(await loadOwnImages(data, source)).toEqual({ ...set, images: new Uint8Array(set.images) });
  expect(readdirSync(join(data, 'images'))).toEqual([id]);
  writeFileSync(join(ownImagesFolder(data, id), 'images.bin'), Buffer.alloc(set.images.length));
  expect((await refusal(() => loadOwnImages(data, source))).message).toContain(
    'are not those that were imported',
  );
  writeFileSync(join(ownImagesFolder(data, id), 'images.bin'), 'short');
  expect((await refusal(() => loadOwnImages(data, source))).message).toContain(
    'images.bin: This file of the imported images is damaged',
  );
  rmSync(join(data, 'images'), { recursive: true });
  expect((await refusal(() => loadOwnImages(data, source))).message).toContain('not on this machine');
});

it('a data folder that cannot be made is a problem with a fix', async () => {
  await writePicture(join(folder, 'photos/a/1.png'), '#123456');
  const { set } = await importFrom(join(folder, 'photos'));
  writeFileSync(join(folder, 'file'), '');
  const { message } = await refusal(() => saveOwnImages(join(folder, 'file'), 'mine', set));
  expect(message).toContain('cannot be written');
  expect(message).toContain('LAYERLOOM_DATA_DIR');
});

import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { expect, node, openFrom, test } from './app.js';
import { zipOf } from '../engine/testing/imports.js';
import { openImport, shades } from './importing.js';
import { lookAt } from './lookAt.js';

const FIXTURES = join(import.meta.dirname, '..', 'engine', 'io', 'import', '__fixtures__');

test('labels come from a table beside the images, or from their folders', async ({ loom: { app, page } }) => {
  await openFrom(app, join(FIXTURES, 'labels', 'table'));
  const dialog = await openImport(page);
  await dialog.getByRole('button', { name: 'Choose a folder…' }).click();
  await expect(dialog.getByLabel('Labels')).toHaveValue('0');
  await expect(dialog.getByRole('row', { name: 'cat 3' })).toBeVisible();
  await dialog.getByLabel('Labels').selectOption('Folders (1 class)');
  await expect(dialog.getByRole('alert')).toContainText('at least two classes');
  await lookAt(app, page, 'images-labels');
  await dialog.getByLabel('Labels').selectOption('train.csv: label (2 classes)');
  await expect(dialog.getByRole('alert')).toHaveCount(0);
  await dialog.getByRole('button', { name: 'Import' }).click();
  await expect(dialog).toContainText('6 images of 2 classes');
  await dialog.getByRole('button', { name: 'Create project' }).click();
  await expect(node(page, 'Input')).toHaveAttribute('aria-label', /output 3 × 32 × 32$/);
});

test('transparent images get the color that one chooses, and what was not read is said', async ({
  loom: { app, page },
  folder,
}) => {
  const drawings = join(folder, 'drawings');
  for (const name of ['circles', 'lines', 'photos']) mkdirSync(join(drawings, name), { recursive: true });
  const ink = { create: { width: 20, height: 20, channels: 4, background: '#000000' } } as const;
  const drawn = await sharp({ create: { ...ink.create, background: { r: 0, g: 0, b: 0, alpha: 0 } } })
    .composite([{ input: await sharp(ink).resize(20, 6).png().toBuffer() }])
    .png()
    .toBuffer();
  for (const i of [1, 2, 3]) {
    writeFileSync(join(drawings, 'circles', `${i}.png`), drawn);
    writeFileSync(join(drawings, 'lines', `${i}.png`), drawn);
  }
  writeFileSync(
    join(drawings, 'photos', '1.heic'),
    readFileSync(join(FIXTURES, 'endings', 'heic', 'dogs', 'IMG_0001.HEIC')),
  );
  await openFrom(app, drawings);
  const dialog = await openImport(page);
  await dialog.getByRole('button', { name: 'Choose a folder…' }).click();
  await expect(dialog.getByRole('alert')).toContainText('None of the images can be read: “photos”');
  await expect(dialog.getByLabel('Transparent areas')).toHaveValue('#ffffff');
  await dialog.getByLabel('Transparent areas').selectOption('Another color');
  await dialog.getByLabel('Color', { exact: true }).fill('#00ff00');
  await lookAt(app, page, 'images-transparent');
  await dialog.getByRole('button', { name: 'Import' }).click();
  await expect(dialog).toContainText('6 images with transparent areas: these are #00ff00 now.');
});

test('the encoding of names and classes named like splits are asked', async ({
  loom: { app, page },
  folder,
}) => {
  // 合格 and 不合格 in GBK, which are also syllables in CP949.
  const [picture] = await shades(1);
  const named = ['bacfb8f1', 'b2bbbacfb8f1'].map((hex) => Buffer.from(`${hex}2f312e6a7067`, 'hex'));
  writeFileSync(join(folder, 'parts.zip'), zipOf(named.map((path) => ({ path, bytes: picture!.bytes }))));
  await openFrom(app, join(folder, 'parts.zip'));
  const dialog = await openImport(page);
  await dialog.getByRole('button', { name: 'Choose a file…' }).click();
  await expect(dialog.getByRole('row', { name: '不合格 1' })).toBeVisible();
  await expect(dialog.getByRole('alert')).toContainText(
    'Korean (CP949, EUC-KR) or Chinese, traditional (Big5) would be possible too',
  );
  await lookAt(app, page, 'images-encoding');
  await dialog.getByLabel('Encoding of names').selectOption('Korean (CP949, EUC-KR)');
  await expect(dialog.getByRole('row', { name: '꼇북목 1' })).toBeVisible();
  await expect(dialog.getByRole('alert')).toHaveCount(0);
  await dialog.getByRole('button', { name: 'Choose something else' }).click();

  for (const split of ['train', 'test']) {
    mkdirSync(join(folder, 'flat', split), { recursive: true });
    writeFileSync(join(folder, 'flat', split, '1.jpg'), picture!.bytes);
  }
  await openFrom(app, join(folder, 'flat'));
  await dialog.getByRole('button', { name: 'Choose a folder…' }).click();
  await expect(dialog.getByRole('alert')).toContainText('have names of splits, not of classes');
  await expect(dialog.getByRole('button', { name: 'Import' })).toBeDisabled();
  await lookAt(app, page, 'images-doubt');
  await dialog.getByLabel('Labels').selectOption('Folders (2 classes)');
  await dialog.getByRole('button', { name: 'Import' }).click();
  await expect(dialog).toContainText('2 images of 2 classes');
});

test('CIFAR-10 for Python is read', async ({ loom: { app, page }, folder }) => {
  cpSync(join(FIXTURES, 'cifar-10-batches-py'), join(folder, 'cifar-10-batches-py'), { recursive: true });
  await openFrom(app, join(folder, 'cifar-10-batches-py'));
  const dialog = await openImport(page);
  await dialog.getByRole('button', { name: 'Choose a folder…' }).click();
  await expect(dialog).toContainText('CIFAR-10 files, 32×32 pixels, color');
  await expect(dialog).toContainText('2 for training, 1 in a separate test split');
});

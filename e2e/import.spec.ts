import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import sharp from 'sharp';
import { zipOf } from '../engine/testing/imports.js';
import { expect, node, openFrom, saveTo, test, trainOneEpoch } from './app.js';
import { inspector, result } from './browsing.js';
import { dropOnWindow, openImport, shades } from './importing.js';
import { lookAt } from './lookAt.js';

test('a zip of class folders is browsed, trained for an epoch, and exported with its certificate', async ({
  loom: { app, page },
  folder,
}) => {
  const broken = { path: 'shades/dark/broken.jpg', bytes: 'no picture' };
  const zip = join(folder, 'shades.zip');
  writeFileSync(zip, zipOf([...(await shades(40, 'shades/')), broken]));
  await openFrom(app, zip);
  const dialog = await openImport(page);
  await dialog.getByRole('button', { name: 'Choose a file…' }).click();
  await expect(dialog).toContainText('shades: Image files');
  await expect(dialog.getByRole('row', { name: 'dark 41' })).toBeVisible();
  await dialog.getByLabel('Size').selectOption('32 × 32 pixels');
  await lookAt(app, page, 'images-found');
  await dialog.getByRole('button', { name: 'Import' }).click();
  await expect(dialog).toContainText('80 images of 2 classes');
  await dialog.getByText('1 file was skipped').click();
  await expect(dialog).toContainText('shades/dark/broken.jpg: This image cannot be read');
  await lookAt(app, page, 'images-done');
  await dialog.getByRole('button', { name: 'Create project' }).click();

  await page.keyboard.press('Control+2');
  await expect(page.getByRole('main').getByRole('status').first()).toHaveText('80 images');
  await trainOneEpoch(page);
  await page.keyboard.press('Control+5');
  await saveTo(app, join(folder, 'shades.onnx'));
  await page.getByRole('button', { name: 'Export and prove…' }).click();
  await expect(page.getByText('Proved')).toBeVisible({ timeout: 30_000 });
  expect(readdirSync(folder).sort()).toEqual(['shades.onnx', 'shades.zip']);
});

test('a folder of images becomes a project that is browsed, trained and exported', async ({
  loom: { app, page },
  folder,
}) => {
  const photos = join(folder, 'shades');
  for (const [name, base] of [
    ['dark', 20],
    ['light', 160],
  ] as const) {
    mkdirSync(join(photos, name), { recursive: true });
    for (let i = 0; i < 60; i++) {
      const background = { r: base + i, g: base + (i % 7) * 8, b: base };
      const picture = sharp({ create: { width: 80, height: 60, channels: 3, background } });
      await picture.jpeg().toFile(join(photos, name, `${i}.jpg`));
    }
  }
  writeFileSync(join(photos, 'dark', 'broken.png'), 'no picture');
  await openFrom(app, photos);
  const dialog = await openImport(page);
  await dialog.getByRole('button', { name: 'Choose a folder…' }).click();
  await expect(dialog).toContainText('shades: Image files');
  await expect(dialog).toContainText('121 images of 2 classes');
  await dialog.getByLabel('Size').selectOption('48 × 48 pixels');
  await dialog.getByRole('button', { name: 'Import' }).click();
  await expect(dialog).toContainText('120 images of 2 classes');
  await expect(dialog).toContainText('1 file was skipped');
  await dialog.getByRole('button', { name: 'Create project' }).click();
  await expect(node(page, 'Input')).toHaveAttribute('aria-label', /output 3 × 48 × 48$/);
  await expect(page.getByText('No problems')).toBeVisible();

  await page.keyboard.press('Control+2');
  await expect(result(page)).toHaveText('120 images');
  await expect(inspector(page)).toContainText('[3, 48, 48] uint8');
  await page.getByRole('tab', { name: 'Subset' }).click();
  await expect(inspector(page)).toContainText('96 training and 24 validation images');

  await page.keyboard.press('Control+Enter');
  await expect(page.getByText('Finished').first()).toBeVisible({ timeout: 60_000 });
  await expect(page.getByText('100.0 %').first()).toBeVisible();
  await page.keyboard.press('Control+5');
  await saveTo(app, join(folder, 'shades.onnx'));
  await page.getByLabel('Input').selectOption('Raw RGB pixels');
  await page.getByRole('button', { name: 'Export and prove…' }).click();
  await expect(page.getByText('Proved')).toBeVisible({ timeout: 30_000 });
  await expect(page.getByRole('region', { name: 'Certificate' })).toContainText('uint8 [B, 48, 48, 3]');
});

test('a folder dropped on the window is recognized', async ({ loom: { page }, folder }) => {
  const shadesFolder = join(folder, 'dropped');
  for (const { path, bytes } of await shades(2)) {
    mkdirSync(join(shadesFolder, path, '..'), { recursive: true });
    writeFileSync(join(shadesFolder, path), bytes);
  }
  await dropOnWindow(page, shadesFolder);
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('dropped: Image files');
  // Continue by keyboard alone.
  await expect(dialog.getByLabel('Size')).toBeFocused();
  for (let i = 0; i < 3; i++) await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(dialog.getByRole('button', { name: 'Create project' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(node(page, 'Input')).toHaveAttribute('aria-label', /output 3 × 60 × 60$/);
});

/** Builds a gzipped IDX file of bytes. */
function idxFile(sizes: readonly number[], contents: Uint8Array): Buffer {
  const header = Buffer.alloc(4 + 4 * sizes.length);
  header.writeUInt32BE(0x800 + sizes.length, 0);
  sizes.forEach((size, i) => header.writeUInt32BE(size, 4 + 4 * i));
  return gzipSync(Buffer.concat([header, contents]));
}

test('files like MNIST train on one gray channel and validate on their own test split', async ({
  loom: { app, page },
  folder,
}) => {
  const digits = join(folder, 'digits');
  mkdirSync(digits);
  const side = 28;
  for (const [name, count] of [
    ['train', 200],
    ['t10k', 50],
  ] as const) {
    const labels = Uint8Array.from({ length: count }, (_, i) => i % 4);
    // The label is the index of the bright quarter.
    const pixels = Buffer.alloc(count * side * side, 20);
    labels.forEach((label, i) => {
      for (let p = 0; p < side * side; p++) {
        const quarter = (Math.floor(p / side) >= side / 2 ? 2 : 0) + (p % side >= side / 2 ? 1 : 0);
        if (quarter === label) pixels[i * side * side + p] = 150 + (i % 100);
      }
    });
    writeFileSync(join(digits, `${name}-images-idx3-ubyte.gz`), idxFile([count, side, side], pixels));
    writeFileSync(join(digits, `${name}-labels-idx1-ubyte.gz`), idxFile([count], labels));
  }
  await openFrom(app, join(digits, 'train-images-idx3-ubyte.gz'));
  const dialog = await openImport(page);
  await dialog.getByRole('button', { name: 'Choose a file…' }).click();
  await expect(dialog).toContainText('digits: IDX files (MNIST), 28×28 pixels, gray');
  await expect(dialog).toContainText('200 for training, 50 in a separate test split');
  await expect(dialog.getByLabel('Size')).toHaveCount(0);
  await dialog.getByRole('button', { name: 'Import' }).click();
  await dialog.getByRole('button', { name: 'Create project' }).click();
  await expect(node(page, 'Input')).toHaveAttribute('aria-label', /output 1 × 28 × 28$/);
  await expect(page.getByText('No problems')).toBeVisible();

  await page.keyboard.press('Control+2');
  const inspector = page.locator('[role=tabpanel]:not([inert])');
  await expect(inspector).toContainText('[1, 28, 28] uint8');
  await lookAt(app, page, 'data-grey');
  await page.getByRole('tab', { name: 'Statistics' }).click();
  await expect(inspector.getByRole('columnheader', { name: 'Gray' })).toBeVisible();
  await page.getByRole('tab', { name: 'Subset' }).click();
  await expect(inspector).toContainText('200 training and 50 validation images');
  await trainOneEpoch(page);
  await expect(page.getByText('200 training and 50 validation samples')).toBeVisible();
});

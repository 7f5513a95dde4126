import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Locator, Page } from '@playwright/test';
import sharp from 'sharp';
import { tarOf, zipOf } from '../engine/testing/archives.js';
import { expect, node, openFrom, saveTo, test, trainOneEpoch } from './app.js';
import { lookAt } from './lookAt.js';

async function openImport(page: Page): Promise<Locator> {
  await page.keyboard.press('Control+n');
  await page.getByRole('button', { name: /^From your own images/ }).click();
  return page.getByRole('dialog');
}

/** Pictures of two shades by their paths. */
async function shades(each: number, root = ''): Promise<{ path: string; bytes: Buffer }[]> {
  const entries: { path: string; bytes: Buffer }[] = [];
  for (const [name, base] of [
    ['dark', 20],
    ['light', 160],
  ] as const) {
    for (let i = 0; i < each; i++) {
      const background = { r: base + (i % 60), g: base + (i % 7) * 8, b: base };
      const picture = sharp({ create: { width: 60, height: 40, channels: 3, background } });
      entries.push({ path: `${root}${name}/${i}.jpg`, bytes: await picture.jpeg().toBuffer() });
    }
  }
  return entries;
}

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
  await expect(dialog).toContainText('shades: Folders of images');
  await expect(dialog.getByRole('row', { name: 'dark 41' })).toBeVisible();
  await dialog.getByLabel('Size').selectOption('32 × 32 pixels');
  await lookAt(app, page, 'images-found');
  await dialog.getByRole('button', { name: 'Bring in' }).click();
  await expect(dialog).toContainText('80 images of 2 classes');
  await dialog.getByText('1 file was passed over').click();
  await expect(dialog).toContainText('shades/dark/broken.jpg: it is no image that can be read');
  await lookAt(app, page, 'images-done');
  await dialog.getByRole('button', { name: 'Create project' }).click();

  await page.keyboard.press('Control+2');
  await expect(page.getByRole('main').getByRole('status').first()).toHaveText('80 images');
  await trainOneEpoch(page);
  await page.keyboard.press('Control+4');
  await saveTo(app, join(folder, 'shades.onnx'));
  await page.getByRole('button', { name: 'Export and prove…' }).click();
  await expect(page.getByText('Proved')).toBeVisible({ timeout: 30_000 });
  expect(readdirSync(folder).sort()).toEqual(['profile', 'shades.onnx', 'shades.zip']);
});

/** An IDX file of bytes. */
function idxFile(sizes: readonly number[], contents: Uint8Array): Buffer {
  const header = Buffer.alloc(4 + 4 * sizes.length);
  header.writeUInt32BE(0x800 + sizes.length, 0);
  sizes.forEach((size, i) => header.writeUInt32BE(size, 4 + 4 * i));
  return gzipSync(Buffer.concat([header, contents]));
}

test('MNIST’s kind of files train on one grey channel and validate on their own test split', async ({
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
    // The digit says which quarter is bright.
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
  await expect(dialog).toContainText('digits: IDX files (MNIST), 28×28 pixels, grey');
  await expect(dialog).toContainText('200 for training, 50 in a test split of their own');
  await expect(dialog.getByLabel('Size')).toHaveCount(0);
  await dialog.getByRole('button', { name: 'Bring in' }).click();
  await dialog.getByRole('button', { name: 'Create project' }).click();
  await expect(node(page, 'Input')).toContainText('[B, 1, 28, 28]');
  await expect(page.getByText('No problems')).toBeVisible();

  await page.keyboard.press('Control+2');
  const inspector = page.getByRole('tabpanel');
  await expect(inspector).toContainText('[1, 28, 28] uint8');
  await lookAt(app, page, 'data-grey');
  await page.getByRole('tab', { name: 'Statistics' }).click();
  await expect(inspector.getByRole('columnheader', { name: 'Grey' })).toBeVisible();
  await page.getByRole('tab', { name: 'Subset' }).click();
  await expect(inspector).toContainText('200 training and 50 validation images');
  await trainOneEpoch(page);
  await expect(page.getByText('200 training and 50 validation samples')).toBeVisible();
});

test('hostile and unknown files are refused in the dialog, and nothing is left behind', async ({
  loom: { app, page },
  folder,
}) => {
  const dialog = await openImport(page);
  const refused = async (name: string, bytes: Uint8Array, message: string) => {
    writeFileSync(join(folder, name), bytes);
    await openFrom(app, join(folder, name));
    await dialog.getByRole('button', { name: 'Choose a file…' }).click();
    await expect(dialog.getByRole('alert')).toContainText(message);
  };
  const [first] = await shades(1);
  const out = { path: '../escaped/1.jpg', bytes: first!.bytes };
  await refused(
    'slip.zip',
    zipOf([first!, out]),
    'slip.zip: the entry “../escaped/1.jpg” leads out of the archive',
  );
  await lookAt(app, page, 'images-refused');
  await refused('slip.tar', tarOf([first!, out]), 'slip.tar: the entry “../escaped/1.jpg” leads out');
  await refused('locked.zip', zipOf([{ ...first!, encrypted: true }]), 'protected by a password');
  await refused('bomb.zip', zipOf([{ ...first!, declared: 2 ** 31 }]), 'more than 100 times its size');
  await refused('letter.txt', Buffer.from('dear'), 'letter.txt: it is nothing that can be brought in');
  expect(existsSync(join(folder, '..', 'escaped'))).toBe(false);
});

test('an import is cancelled, and another one works', async ({ start, folder }) => {
  const { app, page } = await start({ dataFolder: join(folder, 'data') });
  const large = await sharp({ create: { width: 4000, height: 3000, channels: 3, background: '#456' } })
    .jpeg()
    .toBuffer();
  const many = Array.from({ length: 400 }, (_, i) => ({
    path: `${i % 2 ? 'a' : 'b'}/${i}.jpg`,
    bytes: large,
  }));
  const slow = join(folder, 'slow.tar');
  writeFileSync(slow, tarOf(many));
  await openFrom(app, slow);
  const dialog = await openImport(page);
  await dialog.getByRole('button', { name: 'Choose a file…' }).click();
  await dialog.getByRole('button', { name: 'Bring in' }).click();
  await expect(dialog).toContainText(/of 400 images, .* left/, { timeout: 20_000 });
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect(dialog.getByRole('alert')).toContainText('cancelled; nothing was kept');
  expect(existsSync(join(folder, 'data'))).toBe(false);

  const quick = join(folder, 'quick.zip');
  writeFileSync(quick, zipOf(await shades(4)));
  await openFrom(app, quick);
  await dialog.getByRole('button', { name: 'Choose a file…' }).click();
  await dialog.getByRole('button', { name: 'Bring in' }).click();
  await expect(dialog).toContainText('8 images of 2 classes');
});

test('a folder dropped on the window is recognised', async ({ loom: { page }, folder }) => {
  const shadesFolder = join(folder, 'dropped');
  for (const { path, bytes } of await shades(2)) {
    mkdirSync(join(shadesFolder, path, '..'), { recursive: true });
    writeFileSync(join(shadesFolder, path), bytes);
  }
  const session = await page.context().newCDPSession(page);
  const data = { items: [], files: [shadesFolder], dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
    await session.send('Input.dispatchDragEvent', { type, x: 400, y: 400, data });
  }
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('dropped: Folders of images');
  // From here on by keyboard alone.
  await expect(dialog.getByLabel('Size')).toBeFocused();
  for (let i = 0; i < 3; i++) await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(dialog.getByRole('button', { name: 'Create project' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(node(page, 'Input')).toContainText('[B, 3, 64, 64]');
});

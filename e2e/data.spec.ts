import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { ElectronApplication, Page } from '@playwright/test';
import sharp from 'sharp';
import { expect, node, openExample, openFrom, saveTo, test, trainOneEpoch } from './app.js';

async function openData(page: Page): Promise<void> {
  await openExample(page, 'Birds vs. airplanes');
  await page.keyboard.press('Control+2');
  await expect(result(page)).toHaveText('50,000 images', { timeout: 30_000 });
}

const result = (page: Page) => page.getByRole('main').getByRole('status').first();
const holdsPicture = (app: ElectronApplication) =>
  app.evaluate(({ clipboard }) => {
    // Its name before Electron 45, where it is `has`.
    const formats = Reflect.get(clipboard, 'availableFormats') as (() => string[]) | undefined;
    return formats ? formats().includes('image/png') : clipboard.has('image/png');
  });
const inspector = (page: Page) => page.getByRole('tabpanel');

test('browse 60,000 images, narrow them down, look at one', async ({ loom: { app, page } }) => {
  await openData(page);
  await page.getByRole('button', { name: 'Both' }).click();
  await expect(result(page)).toHaveText('60,000 images');
  await page.getByRole('button', { name: 'Training', exact: true }).click();
  await page.getByLabel('Index or class').fill('99');
  await expect(result(page)).toHaveText('1 image');
  await expect(inspector(page)).toContainText('automobiletraining 99');
  await page.getByRole('button', { name: 'Remove filter “99”' }).click();

  await page.getByRole('button', { name: /^bird/ }).click();
  await page.getByRole('button', { name: /^airplane/ }).click();
  await expect(result(page)).toHaveText('10,000 images');
  await page.getByRole('button', { name: 'Clear' }).click();
  await expect(result(page)).toHaveText('50,000 images');

  const grid = page.getByRole('region', { name: /^Images/ });
  await grid.focus();
  await page.keyboard.press('End');
  await expect(inspector(page)).toContainText('training 49999');
  await page.keyboard.press('ArrowLeft');
  await expect(inspector(page)).toContainText('training 49998');
  await page.keyboard.press('Home');
  await expect(inspector(page)).toContainText('frogtraining 0');
  await expect(inspector(page)).toContainText('[3, 32, 32] uint8, min 0, max 255');
  await expect(page.getByLabel('Tensor as stored')).toContainText('59');
  await expect(page.getByLabel('Tensor after totensor')).toContainText('0.2314');
  await page.getByRole('img', { name: 'frog, training 0' }).hover({ position: { x: 2, y: 2 } });
  await expect(inspector(page)).toContainText('img[:, 0, 0] = [59, 62, 63]');
  await page.keyboard.press('Control+c');
  await page.getByRole('button', { name: 'Copy image' }).click();
  await expect(page.getByText('Image copied.').first()).toBeVisible();
  expect(await holdsPicture(app)).toBe(true);
});

test('what is drawn are the pixels of the files', async ({ loom: { page } }) => {
  await openData(page);
  const corner = await page.evaluate(() => {
    const canvas = document.querySelector<HTMLCanvasElement>('[role=img][aria-label^="frog, training 0"]')!;
    return [...canvas.getContext('2d')!.getImageData(0, 0, 1, 1).data];
  });
  expect(corner).toEqual([59, 62, 63, 255]);
  const grid = await page.evaluate(() => {
    const canvas = document.querySelector<HTMLCanvasElement>('[aria-label^="Images"] canvas')!;
    const scale = window.devicePixelRatio;
    return [...canvas.getContext('2d')!.getImageData(17 * scale, 17 * scale, 1, 1).data];
  });
  expect(grid).toEqual([59, 62, 63, 255]);
});

test('statistics of what is shown, duplicates across the splits', async ({ loom: { page } }) => {
  await openData(page);
  await page.getByRole('tab', { name: 'Statistics' }).click();
  await expect(inspector(page)).toContainText('Mean0.49140.48220.4465');
  await expect(inspector(page)).toContainText('Standard deviation0.24700.24350.2616');
});

test('images that show the same, side by side, across the splits first', async ({ loom: { page } }) => {
  test.setTimeout(180_000);
  await openData(page);
  await page.getByRole('tab', { name: 'Statistics' }).click();
  await page.getByRole('button', { name: 'Find duplicates' }).click();
  await expect(page.getByRole('progressbar', { name: 'Duplicates' })).toBeVisible();
  const pairs = inspector(page).getByRole('list').last().getByRole('button');
  // They come while the search goes on; a known pair of the test split is among the first.
  await expect(pairs.filter({ hasText: /training \d+test \d+/ }).first()).toBeVisible({ timeout: 120_000 });
  await page.getByRole('button', { name: 'Stop' }).click();
  await expect(inspector(page)).toContainText('the search was stopped');
  const found = await pairs.count();
  await page.getByLabel(/alike$/).fill('0.99');
  await expect(inspector(page)).toContainText('At least 99.0 % alike');
  expect(await pairs.count()).toBeLessThan(found);
  await page.getByLabel(/alike$/).fill('0.9');
  await page.getByLabel('Only across the splits').check();
  await pairs.first().click();
  await expect(result(page)).toHaveText('2 images');
  await page.getByRole('tab', { name: 'Image' }).click();
  await expect(inspector(page)).toContainText('of 255 on average');
});

test('choose several images: compare, count, copy; the keyboard does it too', async ({
  loom: { app, page },
}) => {
  await openData(page);
  const grid = page.getByRole('region', { name: /^Images/ });
  const chosen = page.getByRole('group', { name: 'Chosen images' });
  await grid.focus();
  await page.keyboard.press('Home');
  await expect(chosen).toBeHidden();
  await page.keyboard.press('Shift+ArrowRight');
  await page.keyboard.press('Shift+ArrowRight');
  await expect(chosen).toContainText('3 chosen');
  await expect(inspector(page).getByRole('img')).toHaveCount(3);
  await grid.locator('canvas').click({ position: { x: 30, y: 30 }, modifiers: ['ControlOrMeta'] });
  await expect(chosen).toContainText('2 chosen');
  await expect(inspector(page)).toContainText('of 255 on average');
  await chosen.getByRole('button', { name: 'Copy' }).click();
  await expect(page.getByText('2 images copied as one picture.')).toBeVisible();
  expect(await holdsPicture(app)).toBe(true);
  await chosen.getByRole('button', { name: 'Statistics' }).click();
  await expect(inspector(page)).toContainText('Of the 2 images that are chosen.');
  await chosen.getByRole('button', { name: 'Show only these' }).click();
  await expect(result(page)).toHaveText('2 images');
  await page.getByRole('button', { name: 'Remove filter Chosen' }).click();
  await grid.focus();
  await page.keyboard.press('Control+a');
  await expect(chosen).toContainText('50,000 chosen');
  await page.keyboard.press('Escape');
  await expect(chosen).toBeHidden();
});

test('one example of each class; another project starts without filters', async ({ loom: { page } }) => {
  await openData(page);
  await page.getByRole('button', { name: 'Show one of each' }).click();
  await expect(result(page)).toHaveText('10 images');
  const grid = page.getByRole('region', { name: /^Images/ });
  await grid.focus();
  await page.keyboard.press('Home');
  await expect(inspector(page)).toContainText('airplanetraining 29');
  await page.keyboard.press('End');
  await expect(inspector(page)).toContainText('trucktraining 1');
  await page.getByRole('button', { name: 'Show one of each' }).click();
  await expect(inspector(page)).not.toContainText('trucktraining 1');
  await page.getByRole('button', { name: 'Start screen' }).click();
  await openExample(page, 'CIFAR-10 convnet');
  await page.keyboard.press('Control+2');
  await expect(result(page)).toHaveText('50,000 images');
});

test('choose a subset, compute Normalize, train on it; undo takes the choice back', async ({
  loom: { page },
}) => {
  await openData(page);
  await page.getByRole('tab', { name: 'Subset' }).click();
  await expect(inspector(page)).toContainText(
    '10,000 training and 2,000 validation images, 157 steps an epoch',
  );
  await inspector(page).getByLabel('bird').uncheck();
  await inspector(page).getByLabel('ship').check();
  await page.getByLabel('Images of each class').fill('500');
  await page.getByLabel('Images of each class').press('Enter');
  await expect(inspector(page)).toContainText(
    '1,000 training and 2,000 validation images, 16 steps an epoch',
  );
  await page.getByRole('tab', { name: 'Transforms' }).click();
  await inspector(page)
    .getByRole('button', { name: /^Normalize/ })
    .click();
  await page.getByRole('button', { name: 'Compute from the training images' }).click();
  await expect(page.getByText('Computed from 1,000 training images.')).toBeVisible();
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText('1,000 training and 2,000 validation samples')).toBeVisible({
    timeout: 30_000,
  });
  await page.keyboard.press('Control+2');
  await page.getByRole('tab', { name: 'Subset' }).click();
  for (let i = 0; i < 4; i++) await page.keyboard.press('Control+z');
  await expect(inspector(page)).toContainText('10,000 training and 2,000 validation images');
});

test('the thermometer shows its table', async ({ loom: { page } }) => {
  await openExample(page, 'Thermometer');
  await page.keyboard.press('Control+2');
  await expect(page.getByRole('table')).toContainText('55.9');
  await expect(page.getByRole('row')).toHaveCount(15);
});

test('a CSV of one’s own becomes a project that trains; broken files are refused in words', async ({
  loom: { app, page },
  folder,
}) => {
  const broken = join(folder, 'broken.csv');
  writeFileSync(broken, 'a,b\n1,2\n3\n');
  await openFrom(app, broken);
  await page.keyboard.press('Control+n');
  await page.getByRole('button', { name: /^From your own table/ }).click();
  await expect(page.getByText('row 3 has 1 cells, but the first row has 2')).toBeVisible();
  await page.getByRole('status').getByRole('button', { name: 'Close' }).click();

  const good = join(folder, 'springs.csv');
  const rows = Array.from({ length: 100 }, (_, i) => {
    const length = 3 * (i / 10) - (i % 7) + (i % 2) * 20;
    return `${i % 2 ? 'steel' : 'brass'};${i / 10};${i % 7};${length}`;
  });
  writeFileSync(good, ['kind;force;width;length', ...rows, 'steel;;1;2'].join('\r\n'));
  await openFrom(app, good);
  await page.getByRole('button', { name: /^From your own table/ }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('101 rows, 4 columns');
  await expect(dialog.getByLabel('What comes out')).toHaveValue('length');
  await expect(dialog).toContainText('100 of 101 rows are used');
  await dialog.getByLabel('Between the cells').selectOption('Comma');
  await expect(dialog).toContainText('101 rows, 1 column.');
  await expect(dialog.getByRole('alert')).toContainText('Is the delimiter right?');
  await dialog.getByLabel('Between the cells').selectOption('Semicolon');
  await dialog.getByLabel('The first row has the names').uncheck();
  await expect(dialog).toContainText('102 rows');
  await dialog.getByLabel('The first row has the names').check();
  await expect(dialog).toContainText('text, 2 kinds');
  // Without the kind the length cannot be known: it makes 20 of difference.
  await dialog.getByLabel('kind').check();
  await dialog.getByRole('button', { name: 'Create project' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'springs' })).toBeVisible();
  await expect(page.getByText('No problems')).toBeVisible();
  await expect(node(page, 'Input')).toContainText('[B, 4]');
  await page.keyboard.press('Control+2');
  await page.getByLabel('Use of width').selectOption('Not used');
  await page.keyboard.press('Control+1');
  await expect(node(page, 'Input')).toContainText('[B, 3]');
  await page.keyboard.press('Control+z');
  await expect(node(page, 'Input')).toContainText('[B, 4]');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText('Finished').first()).toBeVisible({ timeout: 60_000 });
  const [loss] = (await page.getByText(/^epoch 500 ·/).textContent())!.match(/(?<=val )[\d.e-]+/)!;
  expect(Number(loss)).toBeLessThan(20);
});

test('a folder of one’s own images becomes a project that is browsed, trained and exported', async ({
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
  await page.keyboard.press('Control+n');
  await page.getByRole('button', { name: /^From your own images/ }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Choose a folder…' }).click();
  await expect(dialog).toContainText('shades: Folders of images');
  await expect(dialog).toContainText('121 images of 2 classes');
  await dialog.getByLabel('Size').selectOption('48 × 48 pixels');
  await dialog.getByRole('button', { name: 'Bring in' }).click();
  await expect(dialog).toContainText('120 images of 2 classes');
  await expect(dialog).toContainText('1 file was passed over');
  await dialog.getByRole('button', { name: 'Create project' }).click();
  await expect(node(page, 'Input')).toContainText('[B, 3, 48, 48]');
  await expect(page.getByText('No problems')).toBeVisible();

  await page.keyboard.press('Control+2');
  await expect(result(page)).toHaveText('120 images');
  await expect(inspector(page)).toContainText('[3, 48, 48] uint8');
  await page.getByRole('tab', { name: 'Subset' }).click();
  await expect(inspector(page)).toContainText('96 training and 24 validation images');

  await page.keyboard.press('Control+Enter');
  await expect(page.getByText('Finished').first()).toBeVisible({ timeout: 60_000 });
  await expect(page.getByText('100.0 %').first()).toBeVisible();
  await page.keyboard.press('Control+4');
  await saveTo(app, join(folder, 'shades.onnx'));
  await page.getByLabel('Input').selectOption('Raw RGB pixels');
  await page.getByRole('button', { name: 'Export and prove…' }).click();
  await expect(page.getByText('Proved')).toBeVisible({ timeout: 30_000 });
  await expect(page.getByRole('region', { name: 'Certificate' })).toContainText('uint8 [B, 48, 48, 3]');
});

test('what the model got wrong, the worst first', async ({ loom: { page } }) => {
  await openExample(page, 'Birds vs. airplanes');
  await trainOneEpoch(page);
  const line = page.getByText(/^epoch 1 ·/);
  const [accuracy] = (await line.textContent())!.match(/(?<=acc )[\d.]+/)!;
  await page.keyboard.press('Control+2');
  await page.getByRole('button', { name: 'Show the model’s mistakes' }).click();
  await expect(page.getByRole('button', { name: 'Remove filter Validation' })).toBeVisible({
    timeout: 30_000,
  });
  const mistakes = Number((await result(page).textContent())!.match(/\d+/)![0]);
  // The log has one decimal of a percentage: two images of 2,000.
  expect(Math.abs(mistakes - 2000 * (1 - Number(accuracy) / 100))).toBeLessThanOrEqual(2);
  const answer = page.getByRole('list', { name: 'The model’s answer' });
  await expect(answer.getByRole('listitem').last()).toContainText('✓');
  await page.getByLabel('Confidence, % from').fill('80');
  await expect(page.getByRole('button', { name: 'Remove filter confidence from 80 %' })).toBeVisible();
  const surely = Number((await result(page).textContent())!.match(/\d+/)![0]);
  expect(surely).toBeLessThan(mistakes);
  await page.getByLabel('The model says').selectOption('bird');
  const birds = Number((await result(page).textContent())!.match(/\d+/)![0]);
  await page.getByLabel('The model says').selectOption('airplane');
  await expect(result(page)).toHaveText(new RegExp(`^${surely - birds} images?$`));
  // A mistake of at least 80 % has a loss of at least −ln 0.2.
  await page.getByRole('textbox', { name: 'Loss from' }).fill('1.609');
  await expect(result(page)).toHaveText(new RegExp(`^${surely - birds} images?$`));
  await page.getByRole('textbox', { name: 'Loss from' }).fill('');
  await page.getByRole('button', { name: 'Remove filter confidence from 80 %' }).click();
  await page.getByRole('button', { name: 'Remove filter taken for airplane' }).click();
  await page.getByLabel('Right or wrong').selectOption('Right');
  await expect(result(page)).toHaveText(`${(2000 - mistakes).toLocaleString('en-US')} images`);
  await expect(answer.getByRole('listitem').first()).toContainText('✓');
});

test('without CIFAR-10 there is a way to get it, and what is not CIFAR-10 is refused', async ({
  start,
  folder,
}) => {
  const { app, page } = await start({ dataFolder: join(folder, 'empty') });
  await openExample(page, 'Birds vs. airplanes');
  await page.keyboard.press('Control+2');
  await expect(page.getByRole('heading', { name: 'CIFAR-10 is not here' })).toBeVisible();
  const archive = join(folder, 'cifar-10-binary.tar.gz');
  writeFileSync(archive, gzipSync('not an archive of images'));
  await openFrom(app, archive);
  await page.getByRole('button', { name: 'Choose file…' }).click();
  await expect(page.getByRole('status').locator('[data-tone=bad]')).toBeVisible();
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('alert')).toContainText('CIFAR-10 is not complete', { timeout: 20_000 });
});

import { expect, openExample, test } from './app.js';
import { lookAt } from './lookAt.js';
import { holdsPicture, inspector, openData, result } from './browsing.js';

test('browse 60,000 images, filter them, inspect one', async ({ loom: { app, page } }) => {
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

test('the drawn pixels are those of the files', async ({ loom: { page } }) => {
  await openData(page);
  const corner = () =>
    page.evaluate(() => {
      const canvas = document.querySelector<HTMLCanvasElement>('[role=img][aria-label^="frog, training 0"]')!;
      return [...canvas.getContext('2d')!.getImageData(0, 0, 1, 1).data];
    });
  await expect.poll(corner).toEqual([59, 62, 63, 255]);
  const grid = () =>
    page.evaluate(() => {
      const canvas = document.querySelector<HTMLCanvasElement>('[aria-label^="Images"] canvas')!;
      const scale = window.devicePixelRatio;
      return [...canvas.getContext('2d')!.getImageData(17 * scale, 17 * scale, 1, 1).data];
    });
  await expect.poll(grid).toEqual([59, 62, 63, 255]);
});

test('select several images by mouse and keyboard: compare, count, copy', async ({ loom: { app, page } }) => {
  await openData(page);
  const grid = page.getByRole('region', { name: /^Images/ });
  const chosen = page.getByRole('group', { name: 'Selected images' });
  await grid.focus();
  await page.keyboard.press('Home');
  await expect(chosen).toBeHidden();
  await page.keyboard.press('Shift+ArrowRight');
  await page.keyboard.press('Shift+ArrowRight');
  await expect(chosen).toContainText('3 selected');
  await expect(inspector(page).getByRole('img')).toHaveCount(3);
  await grid.locator('canvas').click({ position: { x: 30, y: 30 }, modifiers: ['ControlOrMeta'] });
  await expect(chosen).toContainText('2 selected');
  await expect(inspector(page)).toContainText('of 255 on average');
  await lookAt(app, page, 'data-compare');
  await chosen.getByRole('button', { name: 'Copy' }).click();
  await expect(page.getByText('2 images copied as one picture.')).toBeVisible();
  expect(await holdsPicture(app)).toBe(true);
  await chosen.getByRole('button', { name: 'Statistics' }).click();
  await expect(inspector(page)).toContainText('Of the 2 selected images.');
  await chosen.getByRole('button', { name: 'Show only these' }).click();
  await expect(result(page)).toHaveText('2 images');
  await page.getByRole('button', { name: 'Remove filter Selected' }).click();
  await grid.focus();
  await page.keyboard.press('Control+a');
  await expect(chosen).toContainText('50,000 selected');
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

test('choose a subset, compute Normalize, train on it; undo restores the previous choice', async ({
  loom: { page },
}) => {
  await openData(page);
  await page.getByRole('tab', { name: 'Subset' }).click();
  await expect(inspector(page)).toContainText(
    '10,000 training and 2,000 validation images, 157 steps per epoch',
  );
  await inspector(page).getByLabel('bird').uncheck();
  await inspector(page).getByLabel('ship').check();
  await page.getByLabel('Images per class').fill('500');
  await page.getByLabel('Images per class').press('Enter');
  await expect(inspector(page)).toContainText(
    '1,000 training and 2,000 validation images, 16 steps per epoch',
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

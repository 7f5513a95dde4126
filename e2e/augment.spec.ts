import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expect, node, openExample, saveTo, test, trainOneEpoch } from './app.js';
import { lookAt } from './lookAt.js';

const panel = (page: Page) => page.locator('[role=tabpanel]:not([inert])');
const strip = (page: Page) => page.getByRole('region', { name: 'Augmentation preview' });
const steps = (page: Page, part: string) =>
  panel(page).getByRole('region', { name: part }).getByRole('listitem').locator('[aria-expanded] b');
const training = 'Training images only';
const every = 'Every sample';

async function openTransforms(page: Page): Promise<void> {
  await openExample(page, 'Birds vs. airplanes');
  await page.keyboard.press('Control+2');
  await page.getByRole('tab', { name: 'Transforms' }).click({ timeout: 30_000 });
  await expect(strip(page).locator('canvas')).toHaveCount(32);
}

async function add(page: Page, type: string): Promise<void> {
  await page.getByRole('button', { name: 'Add augmentation' }).click();
  await page.getByRole('menuitem', { name: type }).click();
}

/** The pixels drawn in the row before (0) or after (1) augmentation. */
function pictures(page: Page, row: 0 | 1): Promise<string> {
  return strip(page)
    .getByRole('img')
    .nth(row)
    .evaluate((element) =>
      [...element.querySelectorAll('canvas')].map((canvas) => canvas.toDataURL()).join('\n'),
    );
}

/** The pictures after the last change has been drawn: two consecutive reads are equal. */
async function settled(page: Page): Promise<string> {
  let last = '';
  await expect
    .poll(async () => {
      const before = last;
      last = await pictures(page, 1);
      return last === before;
    })
    .toBe(true);
  return last;
}

test('add crop and flip, preview them, train with them, export', async ({ loom: { app, page }, folder }) => {
  await openTransforms(page);
  await expect(steps(page, every)).toHaveText(['ToTensor', 'Normalize']);
  const before = await pictures(page, 0);
  expect(await pictures(page, 1)).toBe(before);

  await add(page, 'RandomCrop');
  await add(page, 'RandomHorizontalFlip');
  await expect(steps(page, training)).toHaveText(['RandomCrop', 'RandomHorizontalFlip']);
  await expect.poll(() => pictures(page, 1)).not.toBe(before);
  const seed0 = await settled(page);
  expect(await pictures(page, 0)).toBe(before);

  await page.getByRole('button', { name: 'New seed' }).click();
  await expect(strip(page)).toContainText('Seed 1');
  await expect.poll(() => pictures(page, 1)).not.toBe(seed0);
  const seed1 = await settled(page);

  await page.keyboard.press('Control+z');
  await page.keyboard.press('Control+z');
  await expect(steps(page, training)).toHaveCount(0);
  await expect.poll(() => pictures(page, 1)).toBe(before);
  await page.keyboard.press('Control+y');
  await page.keyboard.press('Control+y');
  await expect(steps(page, training)).toHaveText(['RandomCrop', 'RandomHorizontalFlip']);

  // The same seed yields the same pictures, however the steps were added.
  await expect.poll(() => pictures(page, 1)).toBe(seed1);

  await trainOneEpoch(page);
  await page.keyboard.press('Control+5');
  await saveTo(app, join(folder, 'model.onnx'));
  await page.getByRole('button', { name: 'Export and prove…' }).click();
  await expect(page.getByText('Proved')).toBeVisible({ timeout: 60_000 });
});

test('resize what the model gets: shapes, previews and the exported file follow', async ({
  loom: { app, page },
  folder,
}) => {
  await openTransforms(page);
  const stored = await pictures(page, 1);
  for (const type of ['Resize', 'Grayscale']) {
    await page.getByRole('button', { name: 'Add transform' }).click();
    await page.getByRole('menuitem', { name: type }).click();
  }
  await expect(steps(page, every)).toHaveText(['Resize', 'Grayscale', 'ToTensor', 'Normalize']);
  await expect(panel(page).getByRole('alert')).toContainText('There is 1 channel: enter 1 number, not 3');
  await panel(page).getByRole('button', { name: 'Compute from the training images' }).click();
  await expect(page.getByText('Computed from 1,000 training images.')).toBeVisible({ timeout: 30_000 });
  await expect(strip(page)).toContainText('Bottom: resized and gray.');
  await expect.poll(() => pictures(page, 1)).not.toBe(stored);
  await panel(page)
    .getByRole('button', { name: /^Resize/ })
    .click();
  await lookAt(app, page, 'transforms-resized');

  await page.keyboard.press('Control+1');
  await expect(node(page, 'Input')).toContainText('1 × 16 × 16');
  await expect(node(page, '1')).toContainText('in_features should be 256');
  await lookAt(app, page, 'build-resized');
  await node(page, '1').getByRole('button', { name: 'Fix' }).click();
  await trainOneEpoch(page);
  await page.keyboard.press('Control+5');
  await page.getByLabel('Input', { exact: true }).selectOption('Raw RGB pixels');
  await saveTo(app, join(folder, 'model.onnx'));
  await page.getByRole('button', { name: 'Export and prove…' }).click();
  await expect(page.getByText('Proved')).toBeVisible({ timeout: 60_000 });
});

test('steps are moved by button, key and drag; wrong orders are reported and fixed', async ({
  loom: { page },
}) => {
  await openTransforms(page);
  for (const type of ['RandomCrop', 'RandomHorizontalFlip', 'RandomErasing']) await add(page, type);
  await page.getByRole('button', { name: 'Move RandomErasing up' }).click();
  await expect(steps(page, training)).toHaveText(['RandomCrop', 'RandomErasing', 'RandomHorizontalFlip']);
  await expect(panel(page)).toContainText('RandomErasing usually comes last.');
  await page.getByRole('button', { name: 'Move it to the end' }).click();
  await expect(steps(page, training)).toHaveText(['RandomCrop', 'RandomHorizontalFlip', 'RandomErasing']);

  await panel(page)
    .getByRole('button', { name: /^RandomCrop/ })
    .press('Alt+ArrowDown');
  await expect(steps(page, training)).toHaveText(['RandomHorizontalFlip', 'RandomCrop', 'RandomErasing']);
  await expect(panel(page).getByRole('button', { name: /^RandomCrop/ })).toBeFocused();
  const items = panel(page).getByRole('region', { name: training }).getByRole('listitem');
  await items
    .nth(2)
    .locator('[draggable]')
    .dragTo(items.nth(0), { targetPosition: { x: 60, y: 4 } });
  await expect(steps(page, training)).toHaveText(['RandomErasing', 'RandomHorizontalFlip', 'RandomCrop']);

  await page.getByRole('button', { name: 'Move Normalize up' }).click();
  await expect(panel(page).getByRole('alert')).toContainText('Normalize comes before ToTensor');
  await expect(page.getByRole('contentinfo')).toContainText('1 problem');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText(/^The data cannot be prepared yet/)).toBeVisible();
  await page.getByRole('button', { name: 'Move ToTensor to the front' }).click();
  await expect(page.getByRole('contentinfo')).toContainText('No problems');
  await page.getByRole('button', { name: 'Remove Normalize' }).click();
  await expect(panel(page)).toContainText('The model learns faster from inputs centered at 0.');
  await page.getByRole('button', { name: 'Compute from the training images' }).click();
  await expect(page.getByText('Computed from 10,000 training images.')).toBeVisible();
  await expect(steps(page, every)).toHaveText(['ToTensor', 'Normalize']);
});

test('a table’s inputs are scaled and standardized', async ({ loom: { page } }) => {
  await openExample(page, 'Thermometer');
  await page.keyboard.press('Control+2');
  const aside = page.getByRole('complementary', { name: 'Transforms' });
  await expect(aside.getByRole('listitem')).toHaveText([/Scale/]);
  await aside.getByRole('button', { name: 'Remove Scale' }).click();
  await expect(aside).toContainText('The inputs are not scaled.');
  // From the nine rows that train.
  await aside.getByRole('button', { name: 'Standardize the inputs' }).click();
  await expect(aside.getByRole('listitem')).toHaveText([/Standardize\s*mean 57\.1222 · std 12\.2828/]);
  await page.keyboard.press('Control+z');
  await page.keyboard.press('Control+z');
  await expect(aside.getByRole('listitem')).toHaveText([/Scale/]);
});

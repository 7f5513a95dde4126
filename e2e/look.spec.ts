import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expect, node, openExample, saveTo, test } from './app.js';
import { lookAt } from './lookAt.js';

/** All screens, and how to reach each from the previous one. */
const SCREENS: readonly (readonly [name: string, go: (page: Page) => Promise<void>])[] = [
  ['start', () => Promise.resolve()],
  ['new', (page) => page.keyboard.press('Control+n')],
  ['images', (page) => page.getByRole('button', { name: /^From your own images/ }).click()],
  [
    'empty',
    async (page) => {
      await page.keyboard.press('Escape');
      await page.keyboard.press('Control+n');
      await page.getByRole('button', { name: /^Empty, for images/ }).click();
    },
  ],
  ['train-empty', (page) => page.keyboard.press('Control+3')],
  ['export-empty', (page) => page.keyboard.press('Control+5')],
  [
    'build',
    async (page) => {
      await page.getByRole('button', { name: 'Start screen' }).click();
      await openExample(page, 'Birds vs. airplanes');
      await node(page, '1').click();
    },
  ],
  [
    'data',
    async (page) => {
      await page.keyboard.press('Control+2');
      await expect(page.getByText('10,000').first()).toBeVisible({ timeout: 30_000 });
    },
  ],
  ['subset', (page) => page.getByRole('tab', { name: 'Subset' }).click()],
  [
    'transforms',
    async (page) => {
      await page.getByRole('tab', { name: 'Transforms' }).click();
      for (const type of ['RandomCrop', 'RandomHorizontalFlip', 'ColorJitter']) {
        await page.getByRole('button', { name: 'Add augmentation' }).click();
        await page.getByRole('menuitem', { name: type }).click();
      }
      await page.getByLabel('Hue').fill('0.3');
      await page.getByLabel('Hue').press('Enter');
      await expect(page.getByText(/^Seed/)).toBeVisible();
    },
  ],
  [
    'statistics',
    async (page) => {
      await page.getByRole('tab', { name: 'Statistics' }).click();
      await expect(page.getByText('Standard deviation').first()).toBeVisible({ timeout: 30_000 });
    },
  ],
  [
    'summary',
    async (page) => {
      await page.keyboard.press('Control+1');
      await page.getByRole('tab', { name: 'Summary' }).click();
    },
  ],
  ['code', (page) => page.getByRole('tab', { name: 'Code' }).click()],
  ['training', (page) => page.getByRole('tab', { name: 'Training' }).click()],
  [
    'problem',
    async (page) => {
      await page.getByRole('tab', { name: 'Layer' }).click();
      await page.getByLabel('Outputs').fill('256');
      await page.getByLabel('Outputs').press('Enter');
    },
  ],
  ['commands', (page) => page.keyboard.press('Control+k')],
  [
    'train',
    async (page) => {
      await page.keyboard.press('Escape');
      await node(page, '3').getByRole('button', { name: 'Fix' }).click();
      await page.getByRole('tab', { name: 'Training' }).click();
      await page.getByLabel('Epochs').fill('4');
      await page.getByLabel('Epochs').press('Enter');
      await page.keyboard.press('Control+Enter');
      await expect(page.getByText('Finished').first()).toBeVisible({ timeout: 60_000 });
    },
  ],
  ['export', (page) => page.keyboard.press('Control+5')],
  [
    'certificate',
    async (page) => {
      await page.getByRole('button', { name: 'Export and prove…' }).click();
      await expect(page.getByText('Proved')).toBeVisible({ timeout: 60_000 });
    },
  ],
  [
    'compare',
    async (page) => {
      await trainWith(page, 'Seed', '1');
      await expect(page.getByText('Finished').nth(1)).toBeVisible({ timeout: 60_000 });
      const ticks = page.getByRole('checkbox', { name: /^Compare run / });
      await ticks.nth(0).check();
      await ticks.nth(1).check();
      await expect(page.getByRole('heading', { name: 'Comparing 2 runs' })).toBeVisible();
    },
  ],
  [
    'failed',
    async (page) => {
      await page.getByRole('button', { name: 'Back to one run' }).click();
      await page.keyboard.press('Control+1');
      await page.getByLabel(/^Learning rate(?! schedule)/).fill('1e9');
      await trainWith(page, 'Weight decay', '10');
      await expect(page.getByRole('alert')).toContainText('Training failed', { timeout: 60_000 });
    },
  ],
  ['shortcuts', (page) => page.keyboard.press('Control+/')],
  [
    'about',
    async (page) => {
      await page.keyboard.press('Escape');
      await page.keyboard.press('Control+k');
      await page.getByLabel('Search commands').fill('about');
      await page.keyboard.press('Enter');
      await expect(page.getByRole('dialog')).toContainText('Chromium');
    },
  ],
];

/** Changes a training setting and trains the open project again. */
async function trainWith(page: Page, field: string, value: string): Promise<void> {
  await page.keyboard.press('Control+1');
  await page.getByRole('tab', { name: 'Training' }).click();
  await page.getByLabel(field).fill(value);
  await page.getByLabel(field).press('Enter');
  await page.keyboard.press('Control+Enter');
}

test('all screens, light and dark, small and large, have no serious axe violations; screenshots are kept', async ({
  loom: { app, page },
  folder,
}) => {
  test.setTimeout(300_000);
  await saveTo(app, join(folder, 'model.onnx'));
  for (const [name, go] of SCREENS) {
    await go(page);
    await lookAt(app, page, name);
  }
});

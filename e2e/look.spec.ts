import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expect, node, openExample, saveTo, test } from './app.js';
import { lookAt } from './lookAt.js';

/** Every screen, and how to get from the one before to it. */
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
  ['export-empty', (page) => page.keyboard.press('Control+4')],
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
      await expect(page.getByText('50,000').first()).toBeVisible({ timeout: 30_000 });
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
      await expect(page.getByText('0.4914')).toBeVisible({ timeout: 30_000 });
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
  ['export', (page) => page.keyboard.press('Control+4')],
  [
    'certificate',
    async (page) => {
      await page.getByRole('button', { name: 'Export and prove…' }).click();
      await expect(page.getByText('Proved')).toBeVisible({ timeout: 60_000 });
    },
  ],
];

test('every screen in light and dark, small and large: nothing serious for axe, pictures kept', async ({
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

import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { zipOf } from '../engine/testing/imports.js';
import { expect, node, openExample, openFrom, test, trainOneEpoch } from './app.js';
import { openImport, shades } from './importing.js';
import { lookAt } from './lookAt.js';

const failure = (page: Page) => page.getByRole('alert').filter({ hasText: 'Training failed' });
const finished = (page: Page) => page.getByRole('main').getByText('Finished');
/** The checkboxes of the project's stored runs. */
const runs = (page: Page) => page.getByRole('checkbox', { name: /^Compare run / });

/** Undoes an edit of the graph. */
async function undo(page: Page): Promise<void> {
  await page.keyboard.press('Control+1');
  await page.keyboard.press('Control+z');
}

test('a step that exceeds the memory is rejected with its layer and a batch size; other runs are unaffected', async ({
  loom: { app, page },
}) => {
  await openExample(page, 'Birds vs. airplanes, convnet');
  await trainOneEpoch(page);
  await page.keyboard.press('Control+1');
  await node(page, 'conv1').click();
  await page.getByRole('tab', { name: 'Layer' }).click();
  await page.getByLabel('Filters').fill('10000');
  await page.getByLabel('Filters').press('Enter');
  await node(page, 'conv2').getByRole('button', { name: 'Fix' }).click();
  await page.getByRole('tab', { name: 'Training' }).click();
  await page.getByLabel('All samples in one batch').check();
  await page.keyboard.press('Control+Enter');
  await expect(failure(page)).toContainText('A step of 10,000 samples takes about');
  await expect(failure(page)).toContainText('Layer "conv1" (Conv2d)');
  await expect(failure(page)).toContainText('the output of this layer alone takes 381.5 GB');
  await expect(failure(page)).toContainText(
    /use a smaller batch size, such as \d+, or make this layer smaller/,
  );
  await lookAt(app, page, 'out-of-memory');

  await expect(runs(page)).toHaveCount(1);
  // The earlier run can still be shown and exported.
  await page.getByRole('button', { name: /1 of 1 epochs/ }).click();
  await expect(finished(page).first()).toBeVisible();
  await expect(failure(page)).toHaveCount(0);
  for (let i = 0; i < 3; i++) await undo(page);
  await page.keyboard.press('Control+Enter');
  await expect(runs(page)).toHaveCount(2, { timeout: 60_000 });
});

test('a damaged CIFAR-10 file is rejected by name, and can be downloaded again', async ({
  start,
  folder,
}) => {
  const data = join(folder, 'data');
  cpSync(join(import.meta.dirname, '..', 'assets', 'data', 'cifar-10'), join(data, 'cifar-10'), {
    recursive: true,
  });
  const { app, page } = await start({ dataFolder: data });
  await openExample(page, 'Birds vs. airplanes');
  await trainOneEpoch(page);
  await page.keyboard.press('Control+2');
  await expect(page.getByText('10,000').first()).toBeVisible({ timeout: 30_000 });

  const batch = join(data, 'cifar-10', 'data_batch_3.bin');
  const right = readFileSync(batch);
  const wrong = Buffer.from(right);
  wrong.fill(0, 1_000_000, 1_000_016);
  writeFileSync(batch, wrong);
  await page.keyboard.press('Control+Enter');
  await expect(failure(page)).toContainText('data_batch_3.bin: This file is truncated or damaged');
  await expect(runs(page)).toHaveCount(1);
  await lookAt(app, page, 'data-damaged');
  await page.getByRole('button', { name: 'View the data' }).click();
  await expect(page.getByRole('heading', { name: 'CIFAR-10 was not found' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Download' })).toBeVisible();

  writeFileSync(batch, right);
  await page.keyboard.press('Control+Enter');
  await expect(runs(page)).toHaveCount(2, { timeout: 60_000 });
});

test('missing images and invalid numbers in a table are reported where the run failed', async ({
  start,
  folder,
}) => {
  const data = join(folder, 'data');
  const { app, page } = await start({ dataFolder: data });
  writeFileSync(join(folder, 'shades.zip'), zipOf(await shades(20, 'shades/')));
  await openFrom(app, join(folder, 'shades.zip'));
  const dialog = await openImport(page);
  await dialog.getByRole('button', { name: 'Choose a file…' }).click();
  await dialog.getByRole('button', { name: 'Import' }).click();
  await dialog.getByRole('button', { name: 'Create project' }).click();
  await trainOneEpoch(page);
  rmSync(join(data, 'images'), { recursive: true });
  await page.keyboard.press('Control+Enter');
  await expect(failure(page)).toContainText(
    'The images "shades" are not on this machine. Import them again.',
  );
  await expect(runs(page)).toHaveCount(1);
  await page.getByRole('button', { name: 'View the data' }).click();
  await expect(page.getByRole('heading', { name: 'The images “shades” were not found' })).toBeVisible();

  await app.evaluate(({ dialog }) => {
    const discard = { response: 1, checkboxChecked: false };
    dialog.showMessageBox = () => Promise.resolve(discard);
  });
  const table = join(folder, 'springs.csv');
  writeFileSync(
    table,
    `force,length\n${Array.from({ length: 20 }, (_, i) => `${i},${3 * i}`).join('\n')}\n7,1e300\n`,
  );
  await openFrom(app, table);
  await page.keyboard.press('Control+n');
  await page.getByRole('button', { name: /^From your own table/ }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Create project' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'springs' })).toBeVisible();
  await page.keyboard.press('Control+Enter');
  await expect(failure(page)).toContainText(
    /column "length": 1e300 is too large: a model can represent numbers up to 3.4e38/i,
  );
  await page.getByRole('button', { name: 'View the data' }).click();
  await expect(page.getByLabel('Use of length')).toBeVisible();
});

import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expect, openExample, saveTo, test } from './app.js';
import { answerQuestions, lastQuestion } from './questions.js';

const checkboxes = (page: Page) => page.getByRole('checkbox', { name: /^Compare run / });

/** Changes a setting and trains the `count`-th run to its end. */
async function trainWith(page: Page, field: string, value: string, count: number): Promise<void> {
  await page.keyboard.press('Control+1');
  await page.getByRole('tab', { name: 'Training' }).click();
  await page.getByLabel(field, { exact: true }).fill(value);
  await page.getByLabel(field, { exact: true }).press('Enter');
  await page.keyboard.press('Control+Enter');
  await expect(checkboxes(page)).toHaveCount(count, { timeout: 60_000 });
  await expect(page.getByRole('banner').getByRole('button', { name: 'Train' })).toBeVisible({
    timeout: 60_000,
  });
}

test('selected runs are overlaid in the charts, and the table shows what differs', async ({
  loom: { page },
}) => {
  await openExample(page, 'Thermometer, straight line');
  await trainWith(page, 'Epochs', '200', 1);
  await trainWith(page, 'Seed', '1', 2);
  await trainWith(page, 'Epochs', '300', 3);
  const ticks = checkboxes(page);
  await ticks.nth(2).check();
  await expect(page.getByText('Select another run to compare.')).toBeVisible();
  await ticks.nth(0).check();
  await expect(page.getByRole('heading', { name: 'Comparing 2 runs' })).toBeVisible();

  const table = page.getByRole('region', { name: 'Comparison of the runs' });
  await expect(table.getByRole('row', { name: /^Seed/ })).toHaveText('Seed01');
  await expect(table.getByRole('row', { name: /^Epochs/ }).first()).toHaveText('Epochs200300');
  await expect(table.getByRole('row', { name: /^Batch size/ })).toHaveCount(0);
  const legend = page.getByRole('region', { name: 'Validation loss' });
  const drawn = () =>
    legend
      .locator('svg line')
      .evaluateAll((lines) =>
        lines.map((line) => [line.getAttribute('stroke'), line.getAttribute('stroke-dasharray')].join()),
      );
  expect(new Set(await drawn()).size).toBe(2);
  await expect(legend.getByText(/^A \d/)).toBeVisible();
  await expect(legend.getByText(/^B \d/)).toBeVisible();

  await ticks.nth(1).check();
  await expect(page.getByRole('heading', { name: 'Comparing 3 runs' })).toBeVisible();
  expect(new Set(await drawn()).size).toBe(3);
  await page.getByLabel('On training data').check();
  await expect(page.getByRole('region', { name: 'Training loss' })).toBeVisible();

  const remove = page.getByRole('button', { name: /^Delete run / }).nth(1);
  await remove.click();
  await expect(ticks).toHaveCount(2);
  await page
    .getByText(/^Deleted the run/)
    .locator('..')
    .getByRole('button', { name: 'Undo' })
    .click();
  await expect(ticks).toHaveCount(3);
  await remove.click();
  await expect(page.getByRole('heading', { name: 'Comparing 2 runs' })).toBeVisible();
  await page.getByRole('button', { name: 'Back to one run' }).click();
  await expect(page.getByRole('heading', { name: /^Epoch 300 of 300/ })).toBeVisible();
});

test('a run can be given a name, which stays', async ({ loom: { page } }) => {
  await openExample(page, 'Thermometer, straight line');
  await trainWith(page, 'Epochs', '200', 1);
  const run = page.getByRole('button', { name: /Finished/ });
  await run.press('F2');
  await page.getByLabel('Run name').fill('Baseline');
  await page.getByLabel('Run name').press('Enter');
  await expect(page.getByRole('checkbox', { name: 'Compare run Baseline' })).toBeVisible();
  await run.dblclick();
  await page.getByLabel('Run name').fill('Other');
  await page.getByLabel('Run name').press('Escape');
  await expect(run).toContainText('Baseline');
  await trainWith(page, 'Seed', '1', 2);
  await expect(page.getByRole('checkbox', { name: 'Compare run Baseline' })).toBeVisible();
});

test('a project that is first saved while it trains keeps its run', async ({
  loom: { app, page },
  folder,
}) => {
  await openExample(page, 'Birds vs. airplanes');
  await page.getByRole('tab', { name: 'Training' }).click();
  await page.getByLabel('Epochs').fill('3');
  await page.getByLabel('Epochs').press('Enter');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('heading', { name: /^Epoch 1 of 3/ })).toBeVisible({ timeout: 60_000 });
  await saveTo(app, join(folder, 'birds.loom'));
  await page.keyboard.press('Control+s');
  await expect.poll(() => existsSync(join(folder, 'birds.loom'))).toBe(true);
  await expect(page.getByText('Finished').first()).toBeVisible({ timeout: 60_000 });
  await expect(checkboxes(page)).toHaveCount(1);
  const runs = join(folder, 'birds.runs');
  const [run] = readdirSync(runs);
  expect(readdirSync(join(runs, run!))).toContain('checkpoint.safetensors');
});

test('after a kill while training an example, the app offers it again, and its run can be resumed', async ({
  start,
}) => {
  const { app, page } = await start();
  await openExample(page, 'Birds vs. airplanes');
  await page.getByRole('tab', { name: 'Training' }).click();
  await page.getByLabel('Epochs').fill('3');
  await page.getByLabel('Epochs').press('Enter');
  // After undo, the example is unchanged, yet its run must not be lost.
  await page.keyboard.press('Control+z');
  await expect(page.getByText('Not saved yet')).toBeVisible();
  await page.keyboard.press('Control+Enter');
  // The heading counts an epoch before its checkpoint is written; the third begins after the first is saved.
  await expect(page.getByRole('heading', { name: /^Epoch ([3-9]|\d\d) of 100/ })).toBeVisible({
    timeout: 60_000,
  });
  app.process().kill('SIGKILL');
  await app.waitForEvent('close');

  const { page: again } = await start();
  await again.getByRole('button', { name: 'Restore' }).click();
  await again.keyboard.press('Control+3');
  await expect(again.getByText('Interrupted').first()).toBeVisible();
  await again.getByRole('button', { name: 'Resume' }).click();
  await expect(again.getByRole('heading', { name: /^Epoch ([3-9]|\d\d) of 100/ })).toBeVisible({
    timeout: 60_000,
  });
});

test('closing a never saved project with runs asks first', async ({ loom: { app, page } }) => {
  await openExample(page, 'Thermometer, straight line');
  await trainWith(page, 'Epochs', '200', 1);
  await page.keyboard.press('Control+1');
  await page.getByRole('tab', { name: 'Training' }).click();
  await page.keyboard.press('Control+z');
  await expect(page.getByText('Not saved yet')).toBeVisible();
  await answerQuestions(app, 2);
  await page.getByRole('button', { name: 'Start screen' }).click();
  await expect.poll(() => lastQuestion(app)).toMatch(/^Save “.*” and its runs\?$/);
  await answerQuestions(app, 1);
  await page.getByRole('button', { name: 'Start screen' }).click();
  await expect(page.getByRole('region', { name: 'Examples' })).toBeVisible();
});

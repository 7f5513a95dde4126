import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { thermometer } from '../engine/data/table.js';
import { jsonLines, spawnLoom } from '../engine/testing/loom.js';
import { chain, exampleText, expect, node, openExample, openFrom, saveTo, test, trainFor } from './app.js';
import { lookAt } from './lookAt.js';

test('the thermometer shows its table', async ({ loom: { page } }) => {
  await openExample(page, 'Thermometer');
  await page.keyboard.press('Control+2');
  await expect(page.getByRole('table')).toContainText('55.9');
  await expect(page.getByRole('row')).toHaveCount(15);
});

test('the thermometer readings as a CSV, opened in the Data workspace, train to the engine’s results', async ({
  loom: { app, page },
  folder,
}) => {
  const file = join(folder, 'readings.csv');
  const { t_u, t_c } = thermometer.columns as Record<string, number[]>;
  writeFileSync(file, ['t_u,t_c', ...t_u!.map((reading, i) => `${reading},${t_c![i]}`)].join('\n'));
  await openExample(page, 'Thermometer');
  await page.keyboard.press('Control+2');
  await openFrom(app, file);
  await page.getByRole('button', { name: 'New project from your own table…' }).click();
  const dialog = page.getByRole('dialog', { name: 'New project from readings' });
  await expect(dialog).toContainText('11 rows, 2 columns');
  await expect(dialog.getByLabel('Target')).toHaveValue('t_c');
  await dialog.getByRole('button', { name: 'Create project' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'readings' })).toBeVisible();
  await expect
    .poll(() => chain(page))
    .toEqual(['Input', 'hidden_linear', 'hidden_activation', 'output_linear', 'Output']);
  const project = join(folder, 'readings.loom');
  await saveTo(app, project);
  await page.keyboard.press('Control+s');
  await expect.poll(() => existsSync(project)).toBe(true);
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText('Finished').first()).toBeVisible({ timeout: 60_000 });
  const shown = (await page.getByText(/^epoch 500 ·/).textContent())!.match(/[\d.]+(e-\d+)?/g)!.map(Number);

  const { stdout } = spawnLoom(folder, [
    'train',
    project,
    '--out',
    join(folder, 'run'),
    '--json',
    '--no-export',
  ]);
  const epochs = jsonLines(stdout).filter(({ event }) => event === 'epoch');
  const [first, last] = [epochs[0]!, epochs.at(-1)!];
  expect(last['trainLoss']).toBeLessThan((first['trainLoss'] as number) / 20);
  expect(shown).toContain(Number((last['trainLoss'] as number).toPrecision(4)));
  expect(shown).toContain(Number((last['validationLoss'] as number).toPrecision(4)));
});

test('Understand draws the fitted curves of a tanh and a linear model with the readings', async ({
  loom: { app, page },
}) => {
  await openExample(page, 'Thermometer');
  await page.keyboard.press('Control+4');
  await expect(page.getByRole('heading', { name: 'Nothing trained yet' })).toBeVisible();
  await trainFor(page, 3000);
  await page.keyboard.press('Control+4');
  const curve = page.getByRole('region', { name: 'Fitted curve' });
  // The curve is nearly (t_u − 32) · 5 / 9, from 20 to 90 °F.
  const ends = (await curve.getByRole('img', { name: /^t_c against t_u/ }).getAttribute('aria-label'))!
    .replaceAll('−', '-')
    .match(/-?[\d.]+(?= at (20|90))/g)!
    .map(Number);
  expect(Math.abs(ends[0]! + 6.7)).toBeLessThan(5);
  expect(Math.abs(ends[1]! - 32.2)).toBeLessThan(5);
  await expect(curve.locator('circle title')).toHaveCount(9);
  const rows = page.getByRole('region', { name: 'Rows with predictions' }).getByRole('row');
  await expect(rows).toHaveCount(12);
  await expect(rows.filter({ hasText: 'validation' })).toHaveCount(2);
  const errors = (await rows.locator('td:last-child').allTextContents()).map((text) =>
    Math.abs(Number(text.replace('−', '-'))),
  );
  expect(errors).toEqual([...errors].sort((a, b) => b - a));

  // A linear model, with the curve of the first run over it.
  await page.keyboard.press('Control+1');
  await page
    .getByRole('region', { name: 'Templates' })
    .getByRole('button', { name: 'Linear regressor' })
    .click();
  await trainFor(page, 2000);
  await expect(page.getByText(/^epoch 2,000 ·/)).toBeVisible({ timeout: 60_000 });
  await page.keyboard.press('Control+4');
  await page.getByLabel('Overlay').selectOption({ index: 1 });
  await expect(curve.getByText('other run')).toBeVisible();
  await lookAt(app, page, 'understand-curve');
});

test('saturated outputs are marked on their node, and fixed by a button', async ({
  loom: { app, page },
  folder,
}) => {
  const file = join(folder, 'saturated.loom');
  const project = JSON.parse(exampleText('thermometer-tanh')) as { readonly data: object };
  writeFileSync(file, JSON.stringify({ ...project, data: { ...project.data, transforms: [] } }));
  await openFrom(app, file);
  await page.keyboard.press('Control+o');
  await expect(node(page, 'hidden_activation')).toBeVisible();
  await expect(page.getByRole('img', { name: 'Saturated outputs' })).toHaveCount(0);
  await trainFor(page, 200);
  const card = page.getByRole('status').filter({ hasText: 'Saturated outputs' });
  await expect(card).toContainText('Layer "hidden_activation" (Tanh)');
  await lookAt(app, page, 'train-findings');
  await card.getByRole('button', { name: 'Show hidden_activation' }).click();
  const mark = node(page, 'hidden_activation').getByRole('img', { name: 'Saturated outputs' });
  await expect(mark).toBeVisible();
  await expect(card).toContainText('lie where Tanh is flat');
  await lookAt(app, page, 'build-mark');

  await card.getByRole('button', { name: 'Use ReLU instead of Tanh' }).click();
  await expect(node(page, 'hidden_activation')).toContainText('ReLU');
  await expect(mark).toHaveCount(0);
  await page.keyboard.press('Control+z');
  await expect(mark).toBeVisible();

  await card.getByRole('button', { name: 'Standardize the inputs' }).click();
  await trainFor(page, 200);
  await expect(card).toHaveCount(0);

  // The first run is shown with its mark, the curve of its steps, its learning rate and its time.
  await page
    .getByRole('button', { name: /of 200 epochs$/ })
    .last()
    .click();
  await expect(card).toBeVisible();
  await expect(page.getByLabel('Smoothing')).toBeVisible();
  const figure = (name: string) =>
    page.locator('dl div').filter({ has: page.getByText(name, { exact: true }) });
  await expect(figure('Learning rate').getByRole('definition')).toHaveText('0.001');
  await expect(figure('Time').getByRole('definition')).toHaveText(/s$/);

  // Its numbers over training, at any moment.
  await page.keyboard.press('Control+4');
  await page.getByRole('tab', { name: 'Distributions' }).click();
  const numbers = page.getByRole('group', { name: 'Numbers' });
  const strip = (name: string) => page.getByRole('region', { name, exact: true });
  await expect(strip('hidden_linear.weight').locator('canvas')).toBeVisible();
  const moment = page.getByRole('slider', { name: 'Moment' });
  await moment.fill('0');
  await expect(moment.locator('..')).toContainText('Before training');
  await numbers.getByRole('button', { name: 'Gradients' }).click();
  await expect(strip('output_linear.bias')).toContainText('1e');
  await lookAt(app, page, 'understand-gradients');
  await numbers.getByRole('button', { name: 'Activations' }).click();
  await expect(strip('hidden_activation')).toContainText(/saturated\d+(\.\d+)? %/);
  await lookAt(app, page, 'understand-activations');
});

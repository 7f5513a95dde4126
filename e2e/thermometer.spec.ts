import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { thermometer } from '../engine/data/tables.js';
import { jsonLines, runLoom } from '../engine/testing/loom.js';
import { chain, expect, openExample, openFrom, saveTo, test } from './app.js';

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

  const { stdout } = runLoom(folder, [
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

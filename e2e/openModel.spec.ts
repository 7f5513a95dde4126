import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, openFrom, saveTo, test, trainFor } from './app.js';
import { dropOnWindow } from './importing.js';
import { lookAt } from './lookAt.js';

const model = fileURLToPath(new URL('models/birds-convnet.onnx', import.meta.url));

test('an exported model opens with its layers, and training starts from its weights', async ({
  loom: { app, page },
}) => {
  await openFrom(app, model);
  await page.keyboard.press('Control+o');
  await expect(page.getByText('No problems')).toBeVisible();
  await page.getByRole('tab', { name: 'Training' }).click();
  await expect(page.getByText('New runs start from the weights in birds-convnet.onnx.')).toBeVisible();
  await lookAt(app, page, 'open-model');
  await trainFor(page, 1);
  const goneOn = await page.getByText(/^epoch 1 ·/).textContent();
  await page.keyboard.press('Control+1');
  await page.getByRole('button', { name: 'Start from new weights' }).click();
  await trainFor(page, 1);
  await expect(page.getByText(/^epoch 1 ·/)).not.toHaveText(goneOn!);
});

test('a model of a table asks for its rows, and goes on with a file that has its columns', async ({
  loom: { app, page },
  folder,
}) => {
  const rows = Array.from({ length: 40 }, (_, i) => `${i / 10},${i / 5 + 1}`);
  const table = join(folder, 'springs.csv');
  writeFileSync(table, ['force,length', ...rows].join('\n'));
  await dropOnWindow(page, table);
  await page.getByRole('dialog').getByRole('button', { name: 'Create project' }).click();
  await trainFor(page, 20);
  const exported = join(folder, 'springs.onnx');
  await saveTo(app, exported);
  await page.keyboard.press('Control+e');
  await page.getByRole('button', { name: 'Export and prove…' }).click();
  await expect(page.getByText('springs.onnx').first()).toBeVisible({ timeout: 30_000 });

  await saveTo(app, join(folder, 'springs.loom'));
  await page.keyboard.press('Control+s');
  await expect(page.getByText('Saved', { exact: true })).toBeVisible();
  await dropOnWindow(page, exported);
  await expect(page.getByText('1 problem')).toBeVisible();
  await page.keyboard.press('Control+Enter');
  await expect(
    page.getByRole('heading', { name: 'The rows of “springs” are not in the file' }),
  ).toBeVisible();
  await lookAt(app, page, 'table-without-rows');
  const other = join(folder, 'other.csv');
  writeFileSync(other, 'force,width\n1,2\n3,4\n');
  await openFrom(app, other);
  await page.getByRole('button', { name: 'Choose file…' }).click();
  await expect(page.getByRole('status')).toContainText('length');
  await openFrom(app, table);
  await page.getByRole('button', { name: 'Choose file…' }).click();
  await expect(page.getByText('No problems')).toBeVisible();
  await trainFor(page, 21);
});

test('a damaged model is refused by name', async ({ loom: { page }, folder }) => {
  const damaged = join(folder, 'damaged.onnx');
  writeFileSync(damaged, 'no model at all');
  await dropOnWindow(page, damaged);
  await expect(page.getByRole('status')).toContainText('damaged.onnx');
});

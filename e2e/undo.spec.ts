import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, node, saveTo, test } from './app.js';

const SEED = 3;
const EDITS = 50;
/** Shortcuts on the graph; each edits the project, or does nothing if it doesn't apply. */
const KEYS = [
  'Control+d',
  'Delete',
  'Alt+ArrowUp',
  'Alt+ArrowDown',
  'Alt+Shift+ArrowRight',
  'Alt+Shift+ArrowDown',
] as const;
/** Layers to search for and append. */
const LAYERS = ['Linear', 'Tanh', 'Dropout', 'BatchNorm1d', 'Flatten'] as const;

test('undoing and redoing 50 random edits yields identical files, across a save in between', async ({
  loom: { app, page },
  folder,
}) => {
  const { keyboard } = page;
  await page.getByRole('button', { name: /^New…/ }).click();
  await page.getByRole('button', { name: /^Deep fully connected/ }).click();
  await expect(node(page, 'flatten')).toBeVisible();
  const path = join(folder, 'edited.loom');
  await saveTo(app, path);
  const saved = async () => {
    await keyboard.press('Control+s');
    await expect(page.getByText('Saved', { exact: true })).toBeVisible();
    return readFileSync(path, 'utf8');
  };
  const first = await saved();

  const anyEdit = fc.record({ key: fc.option(fc.constantFrom(...KEYS)), layer: fc.constantFrom(...LAYERS) });
  const graph = page.getByRole('application', { name: /^Graph/ });
  for (const [i, { key, layer }] of fc.sample(anyEdit, { seed: SEED, numRuns: EDITS }).entries()) {
    if (key === null) {
      await page.getByLabel('Search layers').fill(layer);
      await keyboard.press('Enter');
    } else {
      await graph.focus();
      await keyboard.press(i % 2 === 0 ? 'ArrowUp' : 'ArrowDown');
      await keyboard.press(key);
    }
    if (i === EDITS / 2) await saved();
  }
  const last = await saved();
  expect(last).not.toBe(first);

  await graph.focus();
  for (let i = 0; i < EDITS; i++) await keyboard.press('Control+z');
  expect(await saved()).toBe(first);
  for (let i = 0; i < EDITS; i++) await keyboard.press('Control+Shift+z');
  expect(await saved()).toBe(last);
});

import { chain, expect, node, test } from './app.js';
import type { Page } from '@playwright/test';
import { lookAt } from './lookAt.js';

/** The chain that both tests build. */
const BUILT = ['Input', 'flatten', 'linear', 'tanh', 'linear_2', 'log_softmax', 'Output'];

async function emptyProject(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^New…/ }).click();
  await page.getByRole('button', { name: /^Empty, for images/ }).click();
  await expect(page.getByText('Nothing between input and output yet')).toBeVisible();
  await expect(page.getByText('No layers yet')).toBeVisible();
}

/** Drags a layer from the palette to just above a node. */
async function drag(page: Page, type: string, above: string): Promise<void> {
  const item = page
    .getByRole('complementary', { name: 'Layers' })
    .getByRole('button', { name: type, exact: true });
  await item.scrollIntoViewIfNeeded();
  const target = await node(page, above).boundingBox();
  const from = await item.boundingBox();
  if (!target || !from) throw new Error('nothing to drag');
  await page.mouse.move(from.x + 40, from.y + 10);
  await page.mouse.down();
  await page.mouse.move(target.x + target.width / 2, target.y - 8, { steps: 10 });
  await page.mouse.up();
}

test('build a model from an empty canvas by drag and drop, and train it', async ({ loom: { app, page } }) => {
  await emptyProject(page);
  for (const type of ['Flatten', 'Linear', 'Tanh', 'LogSoftmax']) await drag(page, type, 'Output');
  await expect
    .poll(() => chain(page))
    .toEqual(['Input', 'flatten', 'linear', 'tanh', 'log_softmax', 'Output']);
  await drag(page, 'Linear', 'log_softmax');
  await expect.poll(() => chain(page)).toEqual(BUILT);
  await page.getByRole('tab', { name: 'Training' }).click();
  await page.getByLabel('Class weights').selectOption('By hand');
  await expect(page.getByLabel('Weight of each class')).toHaveValue('1, 1');
  await page.getByLabel('Class weights').selectOption('Balanced');
  await expect(page.getByLabel('Weight of each class')).toHaveCount(0);
  await page.getByLabel('Gradient clipping').selectOption('By norm');
  await page.getByLabel('Largest norm').fill('0.5');
  await page.getByLabel('Largest norm').press('Enter');
  await lookAt(app, page, 'training-limits');
  await node(page, 'linear').click();
  await page.getByLabel('Outputs').fill('32');
  await page.getByLabel('Outputs').press('Enter');
  await expect(page.getByText('98,402 parameters')).toBeVisible();
  await expect(page.getByText('No problems')).toBeVisible();
  await page.getByRole('banner').getByRole('button', { name: 'Train' }).click();
  await expect(page.getByText('epoch 1 ·')).toBeVisible({ timeout: 30_000 });
});

test('the same by keyboard alone', async ({ loom: { page } }) => {
  const { keyboard } = page;
  await keyboard.press('Control+n');
  await page.getByRole('dialog').waitFor();
  await focusOn(page, /^Empty, for images/);
  await keyboard.press('Enter');
  await expect(page.getByText('Nothing between input and output yet')).toBeVisible();
  for (const type of ['Flatten', 'Linear', 'Tanh', 'Linear', 'LogSoftmax']) {
    await keyboard.press('/');
    await keyboard.press('Control+a');
    await keyboard.type(type);
    await keyboard.press('Enter');
    await keyboard.press('Escape');
  }
  await expect.poll(() => chain(page)).toEqual(BUILT);

  await focusOn(page, /^Graph\./);
  for (let i = 0; i < 3; i++) await keyboard.press('ArrowUp');
  await keyboard.press('Enter');
  await expect(page.getByLabel('Name')).toBeFocused();
  await expect(page.getByLabel('Name')).toHaveValue('linear');
  await keyboard.press('Control+a');
  await keyboard.type('hidden');
  await focusOn(page, 'Outputs');
  await keyboard.press('Control+a');
  await keyboard.type('16');
  await keyboard.press('Enter');
  await expect(page.getByText('49,202 parameters')).toBeVisible();

  await focusOn(page, /^Graph\./);
  await keyboard.press('ArrowDown');
  await keyboard.press('Alt+ArrowUp');
  await expect
    .poll(() => chain(page))
    .toEqual(['Input', 'flatten', 'tanh', 'hidden', 'linear_2', 'log_softmax', 'Output']);
  await keyboard.press('Delete');
  await expect
    .poll(() => chain(page))
    .toEqual(['Input', 'flatten', 'hidden', 'linear_2', 'log_softmax', 'Output']);
  await keyboard.press('Control+z');
  await keyboard.press('Control+z');
  await expect
    .poll(() => chain(page))
    .toEqual(['Input', 'flatten', 'hidden', 'tanh', 'linear_2', 'log_softmax', 'Output']);
  await keyboard.press('Control+Enter');
  await expect(page.getByText('epoch 1 ·')).toBeVisible({ timeout: 30_000 });
});

test('a problem is shown on its node and fixed by its button', async ({ loom: { page } }) => {
  await emptyProject(page);
  await drag(page, 'Linear', 'Output');
  await node(page, 'linear').click();
  await page.getByRole('button', { name: 'Auto' }).click();
  await page.getByLabel('Inputs').fill('100');
  await page.getByLabel('Inputs').press('Enter');
  await expect(node(page, 'linear')).toContainText('in_features should be 32');
  await expect(page.getByText('2 problems')).toBeVisible();
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText('The model cannot be trained yet')).toBeVisible();
  await node(page, 'linear').getByRole('button', { name: 'Fix' }).click();
  await expect(node(page, 'linear')).toContainText('3 × 32 × 2');
  await expect(node(page, 'Output')).toContainText('NLLLoss needs LogSoftmax as the last layer');
  await drag(page, 'Flatten', 'linear');
  await expect(node(page, 'linear')).toContainText('in_features should be 3072');
  await node(page, 'linear').getByRole('button', { name: 'Fix' }).click();
  await expect(node(page, 'Output')).toContainText('NLLLoss needs LogSoftmax as the last layer');
  await node(page, 'Output').getByRole('button', { name: 'Fix' }).click();
  await expect(page.getByText('No problems')).toBeVisible();
});

/** Moves the focus to a control with the Tab key. */
async function focusOn(page: Page, name: string | RegExp): Promise<void> {
  for (let presses = 0; presses < 120; presses++) {
    const found = await page.evaluate(() => {
      const at = document.activeElement;
      const label = at instanceof HTMLInputElement ? at.labels?.[0]?.firstChild?.textContent : null;
      return at?.getAttribute('aria-label') ?? label ?? at?.textContent ?? '';
    });
    if (typeof name === 'string' ? found === name : name.test(found)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`no Tab leads to ${String(name)}`);
}

import type { Page } from '@playwright/test';
import { chain, expect, openExample, test } from './app.js';
import { lookAt } from './lookAt.js';

const openLab = async (page: Page) => {
  await openExample(page, 'Thermometer');
  await page.keyboard.press('Control+4');
  await page.getByRole('tab', { name: 'Function lab' }).click();
};

test('the function lab shows activations, neurons, compositions and softmax', async ({
  loom: { app, page },
}) => {
  await openLab(page);
  const activations = page.getByRole('complementary', { name: 'Activations' });
  const at = activations.getByLabel('x, as a number');
  for (const [x, value] of [
    ['-2.2', '−0.9757'],
    ['0.1', '0.0997'],
    ['2.5', '0.9866'],
  ] as const) {
    await at.fill(x);
    await expect(activations.getByRole('row').filter({ hasText: /^Tanh/ })).toContainText(value);
  }
  await expect(activations.getByRole('region', { name: 'Tanh' })).toContainText('−1.0000 … 1.0000');
  await activations.getByLabel('Draw GELU').check();
  await expect(page.getByRole('img', { name: 'Curves of Tanh, ReLU, Sigmoid, GELU' })).toBeVisible();
  await activations.getByRole('button', { name: 'ReLU', exact: true }).click();
  await expect(activations.getByRole('region', { name: 'ReLU' })).toContainText('0.0000 … ∞');
  await lookAt(app, page, 'lab-activations');
  await activations.getByRole('button', { name: 'Add ReLU to the model' }).click();
  await page.keyboard.press('Control+1');
  await expect.poll(() => chain(page)).toContain('re_lu');
  await page.keyboard.press('Control+z');
  await expect.poll(() => chain(page)).not.toContain('re_lu');
  await page.keyboard.press('Control+4');

  // The lab opens where it was left; arrow keys move among its parts.
  await page.getByRole('tab', { name: 'Activations' }).press('ArrowDown');
  await page.keyboard.press('Enter');
  const neuron = page.getByRole('complementary', { name: 'The neuron' });
  await neuron.getByLabel('w', { exact: true }).press('ArrowRight');
  await expect(page.getByRole('status').filter({ hasText: 'o = Tanh' })).toContainText(
    'Tanh(2.05 · 1.50 + (−1.00))',
  );
  await lookAt(app, page, 'lab-neuron');

  await page.getByRole('tab', { name: 'Composition' }).click();
  await page.getByLabel('Weight of C').fill('-4');
  await lookAt(app, page, 'lab-composition');
  await page.getByLabel('Without the activation').check();
  await expect(page.getByRole('status').filter({ hasText: 'lines' })).toBeVisible();

  await page.getByRole('tab', { name: 'Softmax' }).click();
  const row = page.getByRole('row').filter({ hasText: /x₃/ });
  await expect(row).toContainText('20.08550.6652−0.4076');
  await page.getByLabel('+', { exact: true }).press('End');
  await expect(row).toContainText('23.00');
  await expect(row).toContainText('0.6652−0.4076');
  await lookAt(app, page, 'lab-softmax');
});

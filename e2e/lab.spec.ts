import type { Page } from '@playwright/test';
import { chain, expect, openExample, test, trainOneEpoch } from './app.js';
import { lookAt } from './lookAt.js';

const openLab = async (page: Page) => {
  await openExample(page, 'Thermometer');
  await page.keyboard.press('Control+4');
  await page.getByRole('tab', { name: 'Function lab' }).click();
};

const openParameters = async (page: Page) => {
  await page.keyboard.press('Control+4');
  await page.getByRole('tab', { name: 'Parameters' }).click();
  return page.getByRole('tabpanel');
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
  const fourth = page.getByLabel('Expression 4');
  await fourth.fill('C(A + E)');
  await expect(page.getByRole('status').filter({ hasText: 'There is no “E”' })).toBeVisible();
  await lookAt(app, page, 'lab-misread');
  await fourth.fill('C(A + B) * 0.5 - Tanh(x)');
  await expect(page.getByRole('img', { name: 'C(A + B) * 0.5 - Tanh(x)' })).toBeVisible();
  await lookAt(app, page, 'lab-composition');
  await page.getByLabel('Without the activation').check();
  await expect(page.getByRole('status').filter({ hasText: 'lines' })).toBeVisible();

  await page.getByRole('tab', { name: 'Fit a curve' }).click();
  const error = page.getByRole('status').filter({ hasText: 'Mean squared error' });
  const errorNow = async () => Number((await error.textContent())!.match(/[\d.]+(e-?\d+)?/)![0]);
  await expect(error).toContainText('2.112');
  const handle = page.getByRole('button', { name: 'Neuron D' });
  for (let i = 0; i < 4; i++) await handle.press('Shift+ArrowDown');
  await expect(error).not.toContainText('2.112');
  await page.getByRole('button', { name: 'Let training do it' }).click();
  await expect.poll(errorNow).toBeLessThan(0.1);
  await lookAt(app, page, 'lab-fit');

  await page.getByRole('tab', { name: 'Loss landscape' }).click();
  const landscape = page.getByRole('complementary', { name: 'Landscape' });
  await expect(page.getByRole('status').filter({ hasText: 'After 300 steps' })).toContainText('loss 12.66');
  await lookAt(app, page, 'lab-landscape');
  await landscape.getByLabel('Readings as inputs').selectOption('As they are, 22 to 82');
  await landscape.getByRole('button', { name: '1e-4' }).click();
  await landscape.getByLabel('Steps, as a number').fill('99');
  await expect(page.getByRole('status').filter({ hasText: 'After 99 steps' })).toContainText('loss 29.02');
  await landscape.getByRole('button', { name: '1e-1' }).click();
  await landscape.getByLabel('Zoom out to the whole path').check();
  await expect(page.getByRole('status').filter({ hasText: 'Diverged' })).toBeVisible();
  await lookAt(app, page, 'lab-diverged');
  await landscape.getByRole('button', { name: 'w alone' }).click();
  await expect(page.getByRole('img', { name: 'The loss for each w, with' })).toBeVisible();

  await page.getByRole('tab', { name: 'Softmax' }).click();
  const row = page.getByRole('row').filter({ hasText: /x₃/ });
  await expect(row).toContainText('20.08550.6652−0.4076');
  await page.getByLabel('+', { exact: true }).press('End');
  await expect(row).toContainText('23.00');
  await expect(row).toContainText('0.6652−0.4076');
  await lookAt(app, page, 'lab-softmax');
});

test('the parameters of a model can be read before training', async ({ loom: { app, page } }) => {
  await openExample(page, 'Birds vs. airplanes');
  const panel = await openParameters(page);
  await expect(panel).toContainText('1,574,402 parameters in 4 tensors');
  await expect(panel).toContainText('before training');
  await expect(page.getByRole('row').filter({ hasText: '1.weight' })).toContainText('[512, 3072]');
  await page.getByLabel('Search parameters').fill('3.');
  await expect(panel).toContainText('1,026 parameters in 2 tensors');
  await page.getByRole('button', { name: '3.bias' }).click();
  await expect(page.getByRole('region', { name: '3.bias' }).getByRole('row')).toHaveCount(3);
  await page.getByLabel('Search parameters').fill('');
  await page.getByRole('button', { name: '1.weight' }).click();
  await page.getByLabel('Row', { exact: true }).fill('511');
  await expect(page.getByRole('heading', { name: '1.weight[511]' })).toBeVisible();
  await expect(page.getByRole('row').filter({ hasText: /^511/ })).toBeVisible();
  await lookAt(app, page, 'parameters');
});

test('the parameters of a run are those of its checkpoint', async ({ loom: { page } }) => {
  await openExample(page, 'Thermometer');
  await trainOneEpoch(page);
  const panel = await openParameters(page);
  await expect(panel).toContainText('25 parameters in 4 tensors · at the last checkpoint of the run');
  await page.getByLabel('Weights', { exact: true }).selectOption('Before training');
  await expect(panel).toContainText('25 parameters in 4 tensors · initial values for the seed');
});

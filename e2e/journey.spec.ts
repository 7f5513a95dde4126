import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { parseCifar10 } from '../engine/data/cifar10.js';
import { expect, node, openExample, saveTo, test } from './app.js';
import { lookAt } from './lookAt.js';

const DATA = join(import.meta.dirname, '..', 'assets', 'data', 'cifar-10');
const [AIRPLANE, BIRD] = [0, 2];

test('open an example, change it, train it, export it; the file performs as its certificate says', async ({
  loom: { app, page },
  folder,
}) => {
  await openExample(page, 'Birds vs. airplanes');
  await node(page, '1').click();
  await page.getByLabel('Outputs').fill('256');
  await page.getByLabel('Outputs').press('Enter');
  await expect(node(page, '1')).toContainText('786,688');
  await expect(node(page, '3')).toContainText('in_features should be 256');
  await node(page, '3').getByRole('button', { name: 'Fix' }).click();
  await expect(page.getByText('787,202 parameters')).toBeVisible();

  await page.getByRole('tab', { name: 'Training' }).click();
  await page.getByLabel('Epochs').fill('2');
  await page.getByLabel('Epochs').press('Enter');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('heading', { name: /Epoch \d of 2/ })).toBeVisible();
  await expect(page.getByText('Finished').first()).toBeVisible({ timeout: 60_000 });

  await page.keyboard.press('Control+e');
  const out = join(folder, 'birds.onnx');
  await saveTo(app, out);
  await page.getByLabel('Input').selectOption('Raw RGB pixels');
  await page.getByLabel('Output').selectOption('Prediction (class index)');
  await page.getByRole('button', { name: 'Export and prove…' }).click();
  await expect(page.getByText('Proved: the file answers like the model')).toBeVisible({ timeout: 60_000 });
  const certificate = page.getByRole('region', { name: 'Certificate' });
  await expect(certificate).toContainText('2,000 samples');
  await expect(certificate).toContainText('100.0 %');

  const accuracy = await accuracyOf(out);
  await expect(certificate).toContainText(`Accuracy of the file${(accuracy * 100).toFixed(1)} %`);
});

test('the thermometer learns in seconds and its run is kept', async ({ loom: { page } }) => {
  await openExample(page, 'Thermometer');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText('Finished').first()).toBeVisible({ timeout: 60_000 });
  await expect(page.getByRole('heading', { name: 'Epoch 5,000 of 5,000' })).toBeVisible();
  await page.getByRole('button', { name: '+10 epochs' }).click();
  await expect(page.getByRole('heading', { name: 'Epoch 5,010 of 5,010' })).toBeVisible({ timeout: 30_000 });
});

test('pause, resume, stop; a stopped run can be resumed, or begin another with its weights', async ({
  loom: { app, page },
}) => {
  await openExample(page, 'Birds vs. airplanes');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText('epoch 1 ·')).toBeVisible({ timeout: 30_000 });
  await lookAt(app, page, 'running');
  await page.getByRole('button', { name: 'Pause' }).click();
  await expect(page.getByText('Paused').first()).toBeVisible();
  await lookAt(app, page, 'paused');
  await page.getByRole('button', { name: 'Resume' }).click();
  await expect(page.getByText('epoch 2 ·')).toBeVisible({ timeout: 30_000 });
  await page.getByRole('button', { name: 'Stop' }).click();
  await expect(page.getByText('Stopped').first()).toBeVisible();
  await page.getByRole('button', { name: 'Resume' }).click();
  await expect(page.getByText('epoch 4 ·')).toBeVisible({ timeout: 30_000 });
  await page.getByRole('button', { name: 'Stop' }).click();
  await expect(page.getByText('Stopped').first()).toBeVisible();

  // Edits are named before the run goes on, and its weights can begin a new run.
  await page.getByLabel(/^Learning rate(?! schedule)/).fill('0.005');
  await expect(page.getByText('Edited since this run: Optimizer.')).toBeVisible();
  await lookAt(app, page, 'edited');
  await page.getByRole('button', { name: 'Start a new run from these weights' }).click();
  await expect(page.getByText('Edited since this run')).toBeHidden();
  await expect(page.getByText('epoch 1 ·')).toBeVisible({ timeout: 30_000 });
  const firstLoss = await page.getByText('epoch 1 ·').first().textContent();
  expect(Number(/loss ([\d.]+)/.exec(firstLoss!)![1])).toBeLessThan(0.5);
  await page.getByRole('button', { name: 'Stop', exact: true }).click();
  await expect(page.getByText('Stopped').first()).toBeVisible();
});

test('a far too high learning rate fails with the step and advice', async ({ loom: { page } }) => {
  await openExample(page, 'Thermometer, straight line');
  await page.getByRole('tab', { name: 'Training' }).click();
  await page.getByLabel(/^Learning rate(?! schedule)/).fill('1000');
  await page.getByLabel(/^Learning rate(?! schedule)/).press('Enter');
  await page.keyboard.press('Control+Enter');
  const alert = page.getByRole('alert');
  await expect(alert).toContainText('Training failed', { timeout: 30_000 });
  await expect(alert).toContainText(/step \d+/);
  await expect(alert).toContainText("every layer's output is still finite");
  await expect(alert).toContainText('0.01, where SGD usually starts, instead of 1000');
  // The finite part of the curve is drawn, although its last values are infinite.
  await expect(page.getByRole('region', { name: 'Loss' })).toContainText('Validation Infinity');
  await expect.poll(() => bluePixels(page)).toBeGreaterThan(500);

  // A better rate is found by a short training, and warms up.
  await page.keyboard.press('Control+1');
  await page.getByRole('button', { name: 'Find a learning rate…' }).click();
  const use = page.getByRole('button', { name: /^Use [\d.e-]+$/ });
  await expect(use).toBeVisible({ timeout: 30_000 });
  const found = (await use.textContent())!.replace('Use ', '');
  await use.click();
  await expect(page.getByLabel(/^Learning rate(?! schedule)/)).toHaveValue(found);
  await page.getByLabel('Learning rate schedule').selectOption('LambdaLR');
  const factor = page.getByLabel(/^Factor/);
  await factor.fill('0.999 ** epch');
  await expect(page.getByText('There is no “epch”; known are epoch, epochs, pi')).toBeVisible();
  await factor.fill('0.999 ** epoch');
  await page.getByRole('checkbox', { name: 'Warm-up' }).check();
  await expect(page.getByLabel('Learning rate from', { exact: false })).toBeVisible();
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText('Finished').first()).toBeVisible({ timeout: 60_000 });
});

/** The number of pixels in the loss chart with the color of the training curve. */
function bluePixels(page: Page): Promise<number> {
  return page.locator('section[aria-label=Loss] canvas').evaluate((canvas: HTMLCanvasElement) => {
    const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
    let found = 0;
    for (let i = 0; i < data.length; i += 4) if (data[i + 2]! - data[i]! > 100) found++;
    return found;
  });
}

/** The accuracy of an exported file with raw pixel input, on the birds and airplanes of the test split. */
async function accuracyOf(path: string): Promise<number> {
  const bytes = new Uint8Array(readFileSync(join(DATA, 'test_batch.bin')));
  const { images, labels } = parseCifar10(bytes, [{ name: 'test_batch.bin', split: 'test' }]);
  const session = await InferenceSession.create(path);
  const rows = [...labels.keys()].filter((row) => labels[row] === AIRPLANE || labels[row] === BIRD);
  const pixels = new Uint8Array(rows.length * 3072);
  rows.forEach((row, i) => {
    for (let p = 0; p < 1024; p++) {
      for (let c = 0; c < 3; c++) pixels[i * 3072 + p * 3 + c] = images[row * 3072 + c * 1024 + p]!;
    }
  });
  const { prediction } = await session.run({ input: new Tensor('uint8', pixels, [rows.length, 32, 32, 3]) });
  const predicted = prediction!.data as BigInt64Array;
  const right = rows.filter((row, i) => Number(predicted[i]) === (labels[row] === BIRD ? 1 : 0));
  return right.length / rows.length;
}

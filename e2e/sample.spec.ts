import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expect, openExample, test, trainOneEpoch } from './app.js';
import { dropOnWindow } from './importing.js';
import { lookAt } from './lookAt.js';

/** The numbers of the sum that explains a unit, by their names. */
async function sumOf(page: Page): Promise<Record<string, number>> {
  const rows = page
    .getByRole('complementary', { name: 'Why this number' })
    .getByRole('table')
    .first()
    .getByRole('row');
  const entries = await rows.evaluateAll((lines) =>
    lines.map((line) => [...line.children].map(({ textContent }) => textContent) as [string, string]),
  );
  return Object.fromEntries(
    entries.map(([name, value]) => [name.replace(/^\d+ /, ''), Number(value.replace('−', '-'))]),
  );
}

/** A picture of one color, as PNG in base 64. */
const pictureOf = (page: Page, color: string): Promise<string> =>
  page.evaluate((fill) => {
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [32, 32];
    const context = canvas.getContext('2d')!;
    context.fillStyle = fill;
    context.fillRect(0, 0, 32, 32);
    return canvas.toDataURL('image/png').split(',')[1]!;
  }, color);

/** Pastes a picture. */
const paste = (page: Page, base64: string): Promise<void> =>
  page.evaluate((text) => {
    const clipboardData = new DataTransfer();
    const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
    clipboardData.items.add(new File([bytes], 'picture.png', { type: 'image/png' }));
    document.body.dispatchEvent(
      new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }),
    );
  }, base64);

test('one sample all the way through, the weights, and the translation test', async ({
  loom: { app, page },
  folder,
}) => {
  await openExample(page, 'Birds vs. airplanes, convnet');
  await trainOneEpoch(page);
  await page.keyboard.press('Control+4');
  await page.getByRole('tab', { name: 'One sample' }).click();
  const number = page.getByRole('spinbutton', { name: 'Sample number' });
  await expect(page.getByRole('region', { name: 'Softmax' })).toContainText('loss = −log', {
    timeout: 30_000,
  });

  const why = page.getByRole('complementary', { name: 'Why this number' });
  await expect(why).toContainText('27 products');
  let sum = await sumOf(page);
  expect(sum['products']! + sum['bias']!).toBeCloseTo(sum['sum']!, 3);
  expect(sum['sum']).toBeCloseTo(sum['onnxruntime says']!, 3);

  // The pixel moves by keyboard, and the sum is that of the next pixel.
  const map = why.getByRole('slider', { name: /^Map \d+ of conv1/ });
  const place = (await map.getAttribute('aria-valuetext'))!;
  await map.press(place.includes('column 31') ? 'ArrowLeft' : 'ArrowRight');
  await expect(map).not.toHaveAttribute('aria-valuetext', place);
  await page.getByRole('region', { name: 'Tanh act1' }).getByRole('button').first().click();
  await expect(why).toContainText('is curved');
  sum = await sumOf(page);
  expect(sum['input × weight']! + sum['rest']!).toBeCloseTo(sum['onnxruntime says']!, 3);

  // Arrow keys go through the samples, however fast; what is slow to compute is asked when one rests.
  await page.getByRole('tab', { name: 'One sample' }).blur();
  for (let i = 0; i < 10; i++) await page.keyboard.press('ArrowRight');
  await expect(number).toHaveValue('10');
  await expect(why.getByRole('figure').filter({ hasText: 'Occlusion' })).toBeVisible();
  await lookAt(app, page, 'understand-sample');

  // The same sample before training.
  const softmax = page.getByRole('region', { name: 'Softmax', exact: true });
  const trained = await softmax.textContent();
  await page.getByLabel('Weights', { exact: true }).selectOption('Before training');
  await expect(softmax).not.toHaveText(trained!);
  await page.getByLabel('Weights', { exact: true }).selectOption('After epoch 1');
  await expect(softmax).toHaveText(trained!);

  // A picture from a file, dropped, and pasted.
  const input = page.getByRole('region', { name: /^Input/ });
  const colorOf = () =>
    input
      .getByRole('img', { name: 'The sample' })
      .evaluate((canvas: HTMLCanvasElement) => [...canvas.getContext('2d')!.getImageData(16, 16, 1, 1).data]);
  const buffer = Buffer.from(await pictureOf(page, '#ff0000'), 'base64');
  await page.getByLabel('Picture').setInputFiles({ name: 'red.png', mimeType: 'image/png', buffer });
  await expect.poll(colorOf).toEqual([255, 0, 0, 255]);
  await expect(input).toContainText('your picture');
  // On the model's graph, too.
  await page.keyboard.press('Control+1');
  await expect(input).toBeHidden();
  const green = join(folder, 'green.png');
  writeFileSync(green, Buffer.from(await pictureOf(page, '#00ff00'), 'base64'));
  await dropOnWindow(page, green);
  await expect.poll(colorOf).toEqual([0, 255, 0, 255]);
  await paste(page, await pictureOf(page, '#0000ff'));
  await expect.poll(colorOf).toEqual([0, 0, 255, 255]);

  // What is drawn goes through the model at once.
  await page.getByRole('button', { name: 'Draw' }).click();
  const pad = page.getByRole('application', { name: 'Drawing' });
  await page.getByRole('button', { name: 'Red' }).click();
  await pad.click({ position: { x: 60, y: 60 } });
  await expect(input).toContainText('your picture');
  await expect(softmax).toContainText('Most likely');
  const drawn = () =>
    pad
      .locator('canvas')
      .evaluate((canvas: HTMLCanvasElement) => [...canvas.getContext('2d')!.getImageData(11, 9, 1, 1).data]);
  expect(await drawn()).not.toEqual([229, 72, 77, 255]);
  await pad.press('ArrowRight');
  await pad.press('Space');
  await expect(page.getByRole('status').filter({ hasText: 'Row 9, column 10: Red' })).toHaveCount(1);
  expect(await drawn()).toEqual([229, 72, 77, 255]);
  await lookAt(app, page, 'understand-draw');
  await page.getByRole('button', { name: 'Draw' }).click();
  await page.getByRole('button', { name: 'Next sample (→)' }).click();
  await expect(page.getByRole('region', { name: /^Input/ })).toContainText('validation 11');

  await page.getByRole('tab', { name: 'Weights' }).click();
  await expect(page.getByRole('region', { name: 'conv1.weight' }).getByRole('button')).toHaveCount(16);
  await page.getByLabel('Sort').selectOption('speaks for bird');
  const effects = page.getByRole('complementary', { name: 'Chosen unit' });
  await expect(effects).toContainText('What it does for a class');
  await lookAt(app, page, 'understand-weights');

  await page.getByRole('tab', { name: 'Translation' }).click();
  const shifts = page.getByRole('slider', { name: /at every shift/ });
  await expect(shifts).toHaveAttribute('aria-valuetext', /^not moved: /);
  await shifts.press('ArrowRight');
  await expect(shifts).toHaveAttribute('aria-valuetext', /^1 right: /);
  await lookAt(app, page, 'understand-translation');
});

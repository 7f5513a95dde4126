import type { Page } from '@playwright/test';
import { expect, openExample, test, trainOneEpoch } from './app.js';
import { lookAt } from './lookAt.js';

const SMALL = { width: 960, height: 600 };

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

test('one sample all the way through, the weights, and the translation test', async ({
  loom: { app, page },
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

  // Arrow keys go through the samples; how long one takes to be drawn.
  await page.getByRole('tab', { name: 'One sample' }).blur();
  const took = await page.evaluate(async () => {
    const title = () => document.querySelector('[aria-label^="Input"] code')!.textContent;
    const times: number[] = [];
    for (let i = 0; i < 10; i++) {
      const before = title();
      const start = performance.now();
      window.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowRight' }));
      while (title() === before) await new Promise((resolve) => setTimeout(resolve, 1));
      times.push(performance.now() - start);
    }
    return times.sort((a, b) => a - b)[5]!;
  });
  test
    .info()
    .annotations.push({ type: 'another sample is drawn after', description: `${took.toFixed(1)} ms` });
  console.log(`another sample is drawn after ${took.toFixed(1)} ms`);
  await expect(number).toHaveValue('10');
  await expect(why.getByRole('figure').filter({ hasText: 'Occlusion' })).toBeVisible();
  await lookAt(app, page, 'understand-sample', [SMALL]);

  // What is drawn goes through the model at once.
  await page.getByRole('button', { name: 'Draw' }).click();
  const pad = page.getByRole('img', { name: 'Drawing' });
  await page.getByRole('button', { name: 'Red' }).click();
  await pad.click({ position: { x: 60, y: 60 } });
  await expect(page.getByRole('region', { name: /^Input/ })).toContainText('your picture');
  await expect(page.getByRole('region', { name: 'Softmax' })).toContainText('Most likely');
  await page.getByRole('button', { name: 'Draw' }).click();
  await page.getByRole('button', { name: 'Next sample (→)' }).click();
  await expect(page.getByRole('region', { name: /^Input/ })).toContainText('validation 11');

  await page.getByRole('tab', { name: 'Weights' }).click();
  await expect(page.getByRole('region', { name: 'conv1.weight' }).getByRole('button')).toHaveCount(16);
  await page.getByLabel('Sort').selectOption('speaks for bird');
  const effects = page.getByRole('complementary', { name: 'Chosen unit' });
  await expect(effects).toContainText('What it does for a class');
  await lookAt(app, page, 'understand-weights', [SMALL]);

  await page.getByRole('tab', { name: 'Translation' }).click();
  const shifts = page.getByRole('slider', { name: /at every shift/ });
  await expect(shifts).toHaveAttribute('aria-valuetext', /^not moved: /);
  await shifts.press('ArrowRight');
  await expect(shifts).toHaveAttribute('aria-valuetext', /^1 right: /);
  await lookAt(app, page, 'understand-translation', [SMALL]);
});

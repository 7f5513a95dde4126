import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import sharp from 'sharp';
import { chain, exampleText, expect, node, test } from './app.js';

async function openTemplate(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^New…/ }).click();
  await page.getByRole('button', { name: /^Fully connected 512/ }).click();
  await expect(node(page, 'hidden_linear')).toBeVisible();
}

const middleOf = async (page: Page, name: string) => {
  const { x, y, width, height } = (await node(page, name).boundingBox())!;
  return { x: inPixels(x + width / 2), y: inPixels(y + height / 2) };
};

/** The centers of the edges on the screen, in the chain's order. */
function linesShown(page: Page): Promise<[number, number][]> {
  return page.locator('.react-flow__edge-path').evaluateAll((lines) =>
    lines.map((line) => {
      const { left, top, right, bottom } = line.getBoundingClientRect();
      return [(left + right) / 2, (top + bottom) / 2];
    }),
  );
}

const differ = (a: [number, number][], b: [number, number][]) =>
  a.map(([x, y], i) => Math.hypot(x - b[i]![0], y - b[i]![1]) > 0.1);

/** Resolves when the view, which a key or a button moves smoothly, has stayed the same for ten frames. */
const viewAtRest = (page: Page) =>
  page.locator('.react-flow__viewport').evaluate(async (view: HTMLElement) => {
    const frame = () => new Promise(requestAnimationFrame);
    let same = 0;
    for (let before = ''; same < 10; before = view.style.transform) {
      await frame();
      same = view.style.transform === before ? same + 1 : 0;
    }
  });

/** Rounds a coordinate, because the page computes in single precision. */
const inPixels = (place: number) => Math.round(place * 100) / 100;

test('a dragged node and its edges follow the mouse and stay where dropped; undo moves them back', async ({
  loom: { page },
}) => {
  await openTemplate(page);
  const from = await middleOf(page, 'hidden_linear');
  const before = await linesShown(page);

  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(from.x + 190, from.y + 30, { steps: 8 });
  // React Flow uses up the first of the eight steps to start the drag.
  const moved = async () => (await middleOf(page, 'hidden_linear')).x - from.x;
  await expect.poll(moved).toBeCloseTo((190 * 7) / 8, -1);
  const during = await linesShown(page);
  expect(differ(during, before)).toEqual([false, true, true, false, false, false]);
  await page.mouse.up();
  await expect.poll(moved).toBeCloseTo((190 * 7) / 8, -1);
  // No other node has moved.
  expect(differ(await linesShown(page), during)).not.toContain(true);

  await node(page, 'output_linear').click();
  await expect(page.getByLabel('Name')).toHaveValue('output_linear');
  await page.keyboard.press('Control+z');
  await expect.poll(moved).toBe(0);
  await expect.poll(() => linesShown(page)).toEqual(before);

  // The ends of the chain can be moved, but not into it.
  const output = await middleOf(page, 'Output');
  await page.mouse.move(output.x, output.y);
  await page.mouse.down();
  await page.mouse.move(from.x + 2, from.y, { steps: 8 });
  await page.mouse.up();
  await expect.poll(async () => (await middleOf(page, 'Output')).y).toBeLessThan(output.y - 50);
  expect(await page.locator('.react-flow__node').last().textContent()).toContain('Output');
});

test('while a layer is dragged over a gap, a mark across the gap is visible on both sides of the card', async ({
  loom: { page },
}) => {
  await openTemplate(page);
  const mark = page.locator('.react-flow__edge path:not(.react-flow__edge-path)');
  for (const direction of ['Arrange vertically', 'Arrange horizontally']) {
    await page.getByRole('button', { name: direction }).click();
    await viewAtRest(page);
    const from = await middleOf(page, 'flatten');
    const before = await middleOf(page, 'hidden_activation');
    const after = await middleOf(page, 'output_linear');
    await page.mouse.move(from.x, from.y);
    await page.mouse.down();
    await page.mouse.move((before.x + after.x) / 2, (before.y + after.y) / 2, { steps: 20 });
    await expect(mark).toHaveCount(1);
    const seen = (await mark.boundingBox())!;
    const card = (await node(page, 'flatten').boundingBox())!;
    if (direction === 'Arrange vertically') {
      expect(seen.x).toBeLessThan(card.x - 10);
      expect(seen.x + seen.width).toBeGreaterThan(card.x + card.width + 10);
    } else {
      expect(seen.y).toBeLessThan(card.y - 10);
      expect(seen.y + seen.height).toBeGreaterThan(card.y + card.height + 10);
    }
    await page.mouse.up();
    await expect(mark).toHaveCount(0);
    await expect
      .poll(() => chain(page))
      .toEqual([
        'Input',
        'hidden_linear',
        'hidden_activation',
        'flatten',
        'output_linear',
        'log_softmax',
        'Output',
      ]);
    await page.keyboard.press('Control+z');
  }
});

test('dragging the canvas pans the view, and a click on it clears the selection', async ({
  loom: { page },
}) => {
  await openTemplate(page);
  await node(page, 'hidden_linear').click();
  const canvas = (await page.locator('.react-flow').boundingBox())!;
  const before = await middleOf(page, 'flatten');
  await page.mouse.move(canvas.x + 12, canvas.y + 12);
  await page.mouse.down();
  await page.mouse.move(canvas.x + 52, canvas.y + 72, { steps: 6 });
  await page.mouse.up();
  await expect.poll(() => middleOf(page, 'flatten')).toEqual({ x: before.x + 40, y: before.y + 60 });
  await expect(page.getByLabel('Name')).toHaveValue('hidden_linear');
  await page.mouse.click(canvas.x + 12, canvas.y + 12);
  await expect(page.getByText('Select a layer to see and change its settings.')).toBeVisible();
  await node(page, 'flatten').click();
  await expect(page.getByLabel('Name')).toHaveValue('flatten');
});

test('zoomed out, every node shows its type large instead of small text', async ({ loom: { page } }) => {
  await openTemplate(page);
  const large = () =>
    page
      .locator('.react-flow__node [aria-hidden]:visible')
      .evaluateAll((labels) => labels.map((label) => label.textContent));
  await expect.poll(large).toEqual([]);
  const types = ['Input', 'Flatten', 'Linear', 'Tanh', 'Linear', 'LogSoftmax', 'Output'];
  for (let i = 0; i < 6; i++) {
    await page.keyboard.press('Control+-');
    await viewAtRest(page);
  }
  await expect.poll(large).toEqual(types);
  await page.keyboard.press('Control+0');
  await expect.poll(large).toEqual([]);
  await expect(node(page, 'flatten').getByText('3072', { exact: true })).toBeVisible();
});

test('a chain of 300 layers opens at its beginning, and Fit shows all of it', async ({ start, folder }) => {
  const { page } = await start({ project: longProject(folder) });
  await page.getByRole('navigation', { name: 'Workspaces' }).waitFor();
  const canvas = (await page.locator('.react-flow').boundingBox())!;
  const visibleNodes = () =>
    page.locator('.react-flow__node').evaluateAll(
      (nodes, { x, y, width, height }) =>
        nodes.filter((each) => {
          const box = each.getBoundingClientRect();
          return box.left >= x && box.top >= y && box.right <= x + width && box.bottom <= y + height;
        }).length,
      canvas,
    );
  await expect(node(page, 'Input')).toBeInViewport({ ratio: 1 });
  await expect(node(page, 'layer_3')).toBeInViewport({ ratio: 1 });
  expect(await visibleNodes()).toBeLessThan(20);

  await page.getByRole('button', { name: 'Fit' }).click();
  await expect.poll(visibleNodes).toBe(302);
  // Chromium paints nothing if a compositing layer is too large.
  const { x } = await middleOf(page, 'layer_150');
  const column = { ...canvas, x: x - 4, width: 8 };
  const unevenness = async () => (await sharp(await page.screenshot({ clip: column })).stats()).entropy;
  await expect.poll(unevenness).toBeGreaterThan(1);
});

/** Writes the example with 300 layers of matching shapes. */
function longProject(folder: string): string {
  const project = JSON.parse(exampleText('birds-vs-airplanes')) as object;
  const layers = Array.from({ length: 300 }, (_, i) => ({
    id: `l${i + 1}`,
    name: `layer_${i + 1}`,
    type: { 0: 'Flatten', 298: 'Linear', 299: 'LogSoftmax' }[i] ?? 'Tanh',
    params: i === 298 ? { out_features: 2 } : {},
  }));
  const file = join(folder, 'long.loom');
  writeFileSync(file, JSON.stringify({ ...project, model: { layers }, layout: {} }));
  return file;
}

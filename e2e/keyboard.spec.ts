import type { Page } from '@playwright/test';
import { chain, expect, node, openExample, test } from './app.js';

const START = ['Input', '0', '1', '2', '3', '4', 'Output'];

/** The last announcement to screen readers. */
const announcement = (page: Page) => page.getByRole('log');

/** A node's position on the screen, in whole pixels. */
async function placeOf(page: Page, name: string): Promise<{ x: number; y: number }> {
  const box = await node(page, name).boundingBox();
  if (!box) throw new Error(`${name} is not in sight`);
  return { x: Math.round(box.x), y: Math.round(box.y) };
}

test('the graph can be edited, moved and panned by keyboard, and every step is announced', async ({
  loom: { page },
}) => {
  const { keyboard } = page;
  await openExample(page, 'Birds vs. airplanes');
  await page.getByRole('application', { name: /^Graph/ }).focus();

  // Walk through the layers; select several.
  await keyboard.press('ArrowDown');
  await expect(announcement(page)).toHaveText('0, Flatten, 1 of 5, output [B, 3072]');
  await keyboard.press('ArrowDown');
  await keyboard.press('Shift+ArrowDown');
  await expect(announcement(page)).toHaveText('2 layers selected');

  // Reorder them together, and back.
  await keyboard.press('Alt+ArrowDown');
  await expect(announcement(page)).toHaveText('Moved to position 3 of 5');
  await expect.poll(() => chain(page)).toEqual(['Input', '0', '3', '1', '2', '4', 'Output']);
  await keyboard.press('Control+z');
  await expect(announcement(page)).toHaveText('Undone');
  await expect.poll(() => chain(page)).toEqual(START);

  // Copy, paste, remove.
  await keyboard.press('Control+c');
  await keyboard.press('Control+v');
  await expect.poll(() => chain(page)).toHaveLength(START.length + 2);
  await keyboard.press('Delete');
  await expect(announcement(page)).toHaveText('Removed 2 layers');
  await expect.poll(() => chain(page)).toEqual(START);

  // Rename a selected layer.
  await page.getByRole('application', { name: /^Graph/ }).focus();
  await keyboard.press('Escape');
  await keyboard.press('ArrowDown');
  await keyboard.press('F2');
  await keyboard.type('flat');
  await keyboard.press('Enter');
  await expect(node(page, 'flat')).toBeVisible();

  // Insert between: the palette adds after the selection.
  await keyboard.press('/');
  await keyboard.type('dropout');
  await keyboard.press('Enter');
  await keyboard.press('Escape');
  await expect.poll(() => chain(page)).toEqual(['Input', 'flat', 'dropout', '1', '2', '3', '4', 'Output']);

  // Pan, zoom in, and fit the graph again.
  await page.getByRole('application', { name: /^Graph/ }).focus();
  const before = await placeOf(page, 'flat');
  await keyboard.press('Control+ArrowRight');
  await expect.poll(async () => (await placeOf(page, 'flat')).x).toBe(before.x - 120);
  await keyboard.press('Control+=');
  await expect.poll(async () => (await node(page, 'flat').boundingBox())!.width).toBeGreaterThan(208);
  await keyboard.press('Control+0');

  // Move the selected node; undo moves it back.
  const inFlow = () =>
    page
      .locator('.react-flow__node')
      .filter({ hasText: 'dropout' })
      .evaluate(({ style }) => style.transform);
  const original = await inFlow();
  await keyboard.press('Alt+Shift+ArrowRight');
  await keyboard.press('Alt+Shift+ArrowRight');
  await expect.poll(inFlow).not.toBe(original);
  await expect(announcement(page)).toHaveText(/^Placed at 40, /);
  await keyboard.press('Control+z');
  await expect.poll(inFlow).toBe(original);
});

test('every focused control has a visible focus ring', async ({ loom: { page } }) => {
  await openExample(page, 'Birds vs. airplanes');
  const unmarked: string[] = [];
  for (let i = 0; i < 60; i++) {
    await page.keyboard.press('Tab');
    const found = await page.evaluate(() => {
      const at = document.activeElement;
      if (!(at instanceof HTMLElement) || at === document.body) return null;
      const { outlineStyle, outlineWidth } = getComputedStyle(at);
      const ringed = outlineStyle !== 'none' && parseFloat(outlineWidth) >= 1;
      return ringed ? null : at.outerHTML.slice(0, 120);
    });
    if (found !== null) unmarked.push(found);
  }
  expect(unmarked).toEqual([]);
});

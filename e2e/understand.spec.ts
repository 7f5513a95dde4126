import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ElectronApplication, Page } from '@playwright/test';
import { expect, node, openExample, test, trainFor, trainOneEpoch } from './app.js';
import { result } from './browsing.js';
import { lookAt } from './lookAt.js';

const PICTURES = join(import.meta.dirname, '..', 'test-results', 'screens');

/** Saves screenshots of the smallest window, and of text at 150 %; expects that nothing sticks out of the window. */
async function lookClosely(app: ElectronApplication, page: Page, name: string): Promise<void> {
  for (const [label, width, height, zoom] of [
    ['960', 960, 600, 1],
    ['150', 1280, 800, 1.5],
  ] as const) {
    await app.evaluate(
      ({ BrowserWindow }, view) => {
        const [window] = BrowserWindow.getAllWindows();
        window!.setContentSize(view.width, view.height);
        window!.webContents.setZoomFactor(view.zoom);
      },
      { width, height, zoom },
    );
    await page.waitForFunction((inner) => Math.abs(window.innerWidth - inner) <= 1, width / zoom);
    // Playwright cuts off pictures of enlarged pages.
    const picture = await app.evaluate(async ({ BrowserWindow }) =>
      (await BrowserWindow.getAllWindows()[0]!.capturePage()).toPNG().toString('base64'),
    );
    await writeFile(join(PICTURES, `${name}-${label}.png`), Buffer.from(picture, 'base64'));
    expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBe(0);
  }
  await app.evaluate(({ BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows();
    window!.webContents.setZoomFactor(1);
    window!.setContentSize(1280, 800);
  });
}

const numbers = (texts: readonly string[]) => texts.map((text) => Number(text.replace(',', '')));

test('where a classifier fails, and which labels are doubted', async ({ loom: { app, page } }) => {
  await openExample(page, 'Birds vs. airplanes');
  await expect(node(page, 'Output')).toContainText('airplane, bird');
  await page.keyboard.press('Control+4');
  await expect(page.getByRole('heading', { name: 'Nothing trained yet' })).toBeVisible();
  await lookAt(app, page, 'understand-empty');
  await trainFor(page, 2);
  const [accuracy] = (await page.getByText(/^epoch 2 ·/).textContent())!.match(/(?<=acc )[\d.]+/)!;

  // The whole validation set. docs/benchmarks.md has the time that it takes on a machine that does nothing else.
  const start = Date.now();
  await page.keyboard.press('Control+4');
  const confusion = page.getByRole('region', { name: 'Confusion matrix' });
  await expect(confusion).toBeVisible();
  test.info().annotations.push({ type: 'opened', description: `${Date.now() - start} ms` });
  const counts = numbers(await confusion.locator('td b').allTextContents());
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(2000);
  expect((counts[0]! + counts[3]!) / 20).toBeCloseTo(Number(accuracy), 0);
  await expect(page.getByText('after epoch 2', { exact: true })).toBeVisible();
  await expect(
    page.getByRole('region', { name: 'Most confident mistakes' }).locator('canvas[width="32"]'),
  ).toHaveCount(8);
  await lookAt(app, page, 'understand-results');
  await lookClosely(app, page, 'understand-results');

  // A cell opens its images in Data.
  await confusion.getByRole('button', { name: /^airplane predicted as bird:/ }).click();
  await expect(result(page)).toHaveText(`${counts[1]!} image${counts[1] === 1 ? '' : 's'}`);
  await expect(page.getByRole('button', { name: 'Remove filter airplane predicted as bird' })).toBeVisible();

  // The training samples, and both.
  await page.keyboard.press('Control+4');
  await page.getByRole('group', { name: 'Samples' }).getByRole('button', { name: 'Both' }).click();
  await expect(page.getByText(/of 12,000 training and validation samples are right/)).toBeVisible();

  // Labels that models doubt which have not seen them.
  const labels = page.getByRole('region', { name: 'Suspected label errors' });
  await labels.getByRole('button', { name: '3 parts' }).click();
  await expect(labels).toContainText('3 trainings of 2 epochs on 8,000 of 12,000 images');
  await labels.getByRole('button', { name: 'Search for label errors' }).click();
  await expect(labels.getByRole('progressbar')).toBeVisible({ timeout: 30_000 });
  await labels.getByRole('button', { name: 'Cancel' }).click();
  await expect(labels).toContainText('canceled');
  await labels.getByRole('button', { name: 'Try again' }).click();
  await expect(labels.getByRole('heading', { name: /^[\d,]+ of 12,000 labels$/ })).toBeVisible({
    timeout: 90_000,
  });
  await expect(labels.locator('canvas[width="32"]')).toHaveCount(8);
  await labels.scrollIntoViewIfNeeded();
  await lookAt(app, page, 'understand-labels');
});

test('a run while it trains, and what it fixes and breaks compared with another', async ({
  loom: { app, page },
}) => {
  await openExample(page, 'Birds vs. airplanes');
  await trainOneEpoch(page);
  await page.keyboard.press('Control+1');
  await page.getByRole('tab', { name: 'Training' }).click();
  await page.getByLabel('Epochs').fill('30');
  await page.getByLabel('Seed').fill('1');
  await page.getByLabel('Seed').press('Enter');
  await page.keyboard.press('Control+Enter');
  await page.keyboard.press('Control+4');
  await expect(page.getByText(/still training: refreshed after each epoch$/)).toBeVisible({
    timeout: 60_000,
  });
  await lookAt(app, page, 'understand-running');
  await page.keyboard.press('Control+.');
  await expect(page.getByText(/^(after|in) epoch \d+$/)).toBeVisible({ timeout: 30_000 });

  await page.getByRole('tab', { name: 'Compare' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('tab', { name: 'Compare' })).toHaveAttribute('aria-selected', 'true');
  const changes = page.getByRole('definition');
  await expect(changes).toHaveCount(4);
  const changed = numbers(await changes.allTextContents());
  expect(changed.reduce((sum, count) => sum + count, 0)).toBe(2000);
  await expect(page.getByRole('region', { name: 'Differences' })).toContainText('Seed');
  await lookAt(app, page, 'understand-compare');
  await lookClosely(app, page, 'understand-compare');
  await page.getByRole('region', { name: 'Fixed' }).getByRole('button', { name: /^Show/ }).click();
  await expect(page.getByRole('button', { name: 'Remove filter Fixed' })).toBeVisible();
});

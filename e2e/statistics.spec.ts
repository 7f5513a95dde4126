import { expect, test } from './app.js';
import { inspector, openData, result } from './browsing.js';
import { lookAt } from './lookAt.js';

test('statistics of the shown images', async ({ loom: { page } }) => {
  await openData(page);
  await page.getByRole('tab', { name: 'Statistics' }).click();
  await expect(inspector(page)).toContainText('Mean0.49140.48220.4465');
  await expect(inspector(page)).toContainText('Standard deviation0.24700.24350.2616');
});

test('duplicates are shown side by side, those across the splits first', async ({ loom: { app, page } }) => {
  test.setTimeout(180_000);
  await openData(page);
  await page.getByRole('tab', { name: 'Statistics' }).click();
  await page.getByRole('button', { name: 'Find duplicates' }).click();
  await expect(page.getByRole('progressbar', { name: 'Duplicates' })).toBeVisible();
  const pairs = inspector(page).getByRole('list').last().getByRole('button');
  // Pairs appear during the search; a known one across the splits is among the first.
  await expect(pairs.filter({ hasText: /training \d+test \d+/ }).first()).toBeVisible({ timeout: 120_000 });
  await page.getByRole('button', { name: 'Stop' }).click();
  await expect(inspector(page)).toContainText('the search was stopped');
  const found = await pairs.count();
  await page.getByLabel(/alike$/).fill('0.99');
  await expect(inspector(page)).toContainText('At least 99.0 % alike');
  expect(await pairs.count()).toBeLessThan(found);
  await page.getByLabel(/alike$/).fill('0.9');
  await page.getByLabel('Only across the splits').check();
  await pairs.first().scrollIntoViewIfNeeded();
  await lookAt(app, page, 'data-duplicates');
  await pairs.first().click();
  await expect(result(page)).toHaveText('2 images');
  await page.getByRole('tab', { name: 'Image' }).click();
  await expect(inspector(page)).toContainText('of 255 on average');
});

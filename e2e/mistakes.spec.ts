import { expect, openExample, test, trainOneEpoch } from './app.js';
import { result } from './browsing.js';

test('the model’s mistakes, the worst first', async ({ loom: { page } }) => {
  await openExample(page, 'Birds vs. airplanes');
  await trainOneEpoch(page);
  const line = page.getByText(/^epoch 1 ·/);
  const [accuracy] = (await line.textContent())!.match(/(?<=acc )[\d.]+/)!;
  await page.keyboard.press('Control+2');
  await page.getByRole('button', { name: 'Show the model’s mistakes' }).click();
  await expect(page.getByRole('button', { name: 'Remove filter Validation' })).toBeVisible({
    timeout: 30_000,
  });
  const mistakes = Number((await result(page).textContent())!.match(/\d+/)![0]);
  // The log rounds to 0.1 %, which is two images of 2,000.
  expect(Math.abs(mistakes - 2000 * (1 - Number(accuracy) / 100))).toBeLessThanOrEqual(2);
  const answer = page.getByRole('list', { name: 'Prediction' });
  await expect(answer.getByRole('listitem').last()).toContainText('✓');
  await page.getByLabel('Confidence, % from').fill('80');
  await expect(page.getByRole('button', { name: 'Remove filter confidence from 80 %' })).toBeVisible();
  const surely = Number((await result(page).textContent())!.match(/\d+/)![0]);
  expect(surely).toBeLessThan(mistakes);
  await page.getByLabel('Predicted class').selectOption('bird');
  const birds = Number((await result(page).textContent())!.match(/\d+/)![0]);
  await page.getByLabel('Predicted class').selectOption('airplane');
  await expect(result(page)).toHaveText(new RegExp(`^${surely - birds} images?$`));
  // A mistake of at least 80 % has a loss of at least −ln 0.2.
  await page.getByRole('textbox', { name: 'Loss from' }).fill('1.609');
  await expect(result(page)).toHaveText(new RegExp(`^${surely - birds} images?$`));
  await page.getByRole('textbox', { name: 'Loss from' }).fill('');
  await page.getByRole('button', { name: 'Remove filter confidence from 80 %' }).click();
  await page.getByRole('button', { name: 'Remove filter predicted airplane' }).click();
  await page.getByLabel('Right or wrong').selectOption('Right');
  await expect(result(page)).toHaveText(`${(2000 - mistakes).toLocaleString('en-US')} images`);
  await expect(answer.getByRole('listitem').first()).toContainText('✓');
});

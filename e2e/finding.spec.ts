import { chain, expect, node, openExample, test, trainFor } from './app.js';

test('another project is shown whole, whatever the previous view was', async ({ loom: { page } }) => {
  await openExample(page, 'Birds vs. airplanes');
  for (let i = 0; i < 6; i++) await page.keyboard.press('Control+=');
  await page.keyboard.press('Control+n');
  await page.getByRole('button', { name: /^Tanh regressor/ }).click();
  await expect.poll(() => chain(page)).toContain('hidden_activation');
  await expect(node(page, 'Input')).toBeInViewport({ ratio: 1 });
  await expect(node(page, 'Output')).toBeInViewport({ ratio: 1 });
});

test('a layer is found by its name, and in the summary', async ({ loom: { page } }) => {
  await openExample(page, 'CIFAR-10 convnet');
  const settings = page.getByRole('tabpanel', { name: 'Layer' });
  await page.keyboard.press('Control+k');
  await page.getByLabel('Search commands').fill('go to conv2');
  await page.keyboard.press('Enter');
  await expect(settings.getByLabel('Name')).toHaveValue('conv2');

  await page.getByRole('tab', { name: 'Summary' }).click();
  await page.getByRole('button', { name: 'conv1', exact: true }).click();
  await page.getByRole('tab', { name: 'Layer' }).click();
  await expect(settings.getByLabel('Name')).toHaveValue('conv1');
  await settings.getByRole('button', { name: 'Duplicate' }).click();
  await expect(settings.getByLabel('Name')).toHaveValue('conv1_2');
  await settings.getByRole('button', { name: 'Delete' }).click();
  await expect.poll(() => chain(page)).not.toContain('conv1_2');
});

test('the command palette works by keyboard', async ({ loom: { page } }) => {
  await page.keyboard.press('Control+k');
  const search = page.getByRole('combobox', { name: 'Search commands' });
  await expect(search).toBeFocused();
  const highlighted = page.getByRole('option').and(page.locator('[data-highlighted]'));
  await expect(highlighted).toHaveText(/^New project/);
  await page.keyboard.press('ArrowUp');
  await expect(highlighted).toHaveText('About Layerloom');
  await expect(highlighted).toBeInViewport({ ratio: 1 });
  await page.keyboard.press('ArrowDown');
  await expect(highlighted).toHaveText(/^New project/);
  await search.fill('theme');
  await page.keyboard.press('ArrowDown');
  await expect(highlighted).toHaveText('Dark theme');
  await search.fill('no such thing');
  await expect(page.getByText('No results for “no such thing”.')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
});

test('training a model with a problem shows the layer and the problem', async ({ loom: { page } }) => {
  await openExample(page, 'Birds vs. airplanes');
  await node(page, '1').click();
  await page.getByLabel('Outputs').fill('256');
  await page.getByLabel('Outputs').press('Enter');
  await expect(node(page, '3')).toContainText('in_features should be 256');
  await expect(node(page, '3')).toContainText('gets 256');
  await page.getByRole('tab', { name: 'Code' }).click();
  await page.keyboard.press('Control+Enter');
  await page.getByRole('button', { name: 'Set in_features to 256' }).click();
  await expect(page.getByText('No problems')).toBeVisible();
});

test('both charts zoom and show values together, and one button resets the zoom', async ({
  loom: { page },
}) => {
  await openExample(page, 'Birds vs. airplanes');
  await trainFor(page, 3);
  const loss = page.getByRole('region', { name: 'Loss' });
  const accuracy = page.getByRole('region', { name: 'Accuracy' });
  const { x, y, width, height } = (await loss.locator('.u-over').boundingBox())!;
  await page.mouse.move(x + width * 0.4, y + height / 2, { steps: 4 });
  await expect(accuracy.getByText(/^Epoch 1/)).toBeVisible();
  await page.mouse.down();
  await page.mouse.move(x + width * 0.6, y + height / 2, { steps: 8 });
  await page.mouse.up();
  await expect(accuracy.getByRole('button', { name: 'Show all' })).toBeVisible();
  await loss.getByRole('button', { name: 'Show all' }).click();
  await expect(page.getByRole('button', { name: 'Show all' })).toHaveCount(0);

  await page.getByRole('button', { name: 'View mistakes' }).click();
  await expect(page.getByLabel('Right or wrong')).toHaveValue('wrong', { timeout: 30_000 });
});

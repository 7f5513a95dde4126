import { chain, expect, node, test } from './app.js';

test('reorder by drag, rename by double-click, copy and paste, insert a template, undo all of it', async ({
  loom: { page },
}) => {
  await page.getByRole('button', { name: /^New…/ }).click();
  await page.getByRole('button', { name: /^Fully connected 512/ }).click();
  const first = [
    'Input',
    'flatten',
    'hidden_linear',
    'hidden_activation',
    'output_linear',
    'log_softmax',
    'Output',
  ];
  await expect.poll(() => chain(page)).toEqual(first);

  const from = (await node(page, 'hidden_activation').boundingBox())!;
  const to = (await node(page, 'log_softmax').boundingBox())!;
  await page.mouse.move(from.x + from.width / 2, from.y + from.height / 2);
  await page.mouse.down();
  await page.mouse.move(to.x + to.width / 2, to.y - 8, { steps: 12 });
  await page.mouse.up();
  const moved = [
    'Input',
    'flatten',
    'hidden_linear',
    'output_linear',
    'hidden_activation',
    'log_softmax',
    'Output',
  ];
  await expect.poll(() => chain(page)).toEqual(moved);

  await node(page, 'hidden_linear').getByText('hidden_linear').dblclick();
  await page.keyboard.type('wide');
  await page.keyboard.press('Enter');
  await expect(node(page, 'wide')).toBeVisible();
  await node(page, 'wide').getByText('wide').dblclick();
  await page.keyboard.type('log_softmax');
  await page.keyboard.press('Enter');
  await expect(page.getByText('Another layer is already called log_softmax')).toBeVisible();

  await node(page, 'wide').click();
  await page.keyboard.press('Control+c');
  await page.keyboard.press('Control+v');
  await expect.poll(() => chain(page)).toContain('wide_2');
  await page.keyboard.press('Control+d');
  await expect.poll(() => chain(page)).toContain('wide_3');
  await page.getByRole('button', { name: 'Convnet', exact: true }).click();
  await expect.poll(() => chain(page)).toContain('conv1');
  for (let i = 0; i < 5; i++) await page.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(() => chain(page)).toEqual(first);
});

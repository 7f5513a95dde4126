import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { exampleText, expect, node, openExample, program, saveTo, test } from './app.js';

const birds = exampleText('birds-vs-airplanes');

test('a second start hands its project to the first and ends', async ({ loom: { app, page }, folder }) => {
  writeFileSync(join(folder, 'second.loom'), birds);
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  // Named as people name files: from where they are, which is not where the first start was.
  const second = spawnSync(
    program,
    [...asRoot, `--user-data-dir=${join(folder, 'profile')}`, 'second.loom'],
    { cwd: folder, timeout: 20_000 },
  );
  expect(second.error).toBeUndefined();
  await expect(page.getByRole('heading', { level: 1, name: 'second' })).toBeVisible();
  expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
});

test('a project dropped on the window opens; a file that is neither project nor data is refused in words', async ({
  loom: { page },
  folder,
}) => {
  const session = await page.context().newCDPSession(page);
  const drop = async (path: string) => {
    const data = { items: [], files: [path], dragOperationsMask: 1 };
    for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
      await session.send('Input.dispatchDragEvent', { type, x: 400, y: 400, data });
    }
  };
  const path = join(folder, 'dropped.loom');
  writeFileSync(path, birds);
  writeFileSync(join(folder, 'photo.png'), '');
  await drop(join(folder, 'photo.png'));
  await expect(page.getByRole('alert')).toHaveText('photo.png: it is empty');
  await page.keyboard.press('Escape');
  await drop(path);
  await expect(page.getByRole('heading', { level: 1, name: 'dropped' })).toBeVisible();
});

test('the window comes back where it was, in the theme that was chosen', async ({ start }) => {
  const first = await start();
  await first.app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]!.setBounds({ x: 40, y: 50, width: 1100, height: 700 }),
  );
  await first.page.keyboard.press('Control+k');
  await first.page.getByLabel('Search commands').fill('light theme');
  await first.page.keyboard.press('Enter');
  await expect(first.page.locator('html')).toHaveAttribute('data-theme', 'light');
  await first.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.close());
  await first.app.waitForEvent('close');

  const second = await start();
  await expect(second.page.locator('html')).toHaveAttribute('data-theme', 'light');
  const { width, height } = await second.app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]!.getBounds(),
  );
  expect([width, height]).toEqual([1100, 700]);
});

test('a model that has changed since its training says so where it is exported, weights and code are written', async ({
  loom: { app, page },
  folder,
}) => {
  await openExample(page, 'Thermometer, straight line');
  await page.keyboard.press('Control+4');
  await expect(page.getByRole('heading', { name: 'Train the model first' })).toBeVisible();
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText('Finished').first()).toBeVisible({ timeout: 60_000 });
  await page.keyboard.press('Control+4');
  await expect(page.getByText('has changed since this run')).toHaveCount(0);
  await saveTo(app, join(folder, 'weights.safetensors'));
  await page.getByRole('button', { name: 'weights.safetensors…' }).click();
  await expect(page.getByText('Wrote weights.safetensors.')).toBeVisible();
  const header = readFileSync(join(folder, 'weights.safetensors'));
  const names = JSON.parse(header.subarray(8, 8 + Number(header.readBigUInt64LE(0))).toString()) as object;
  expect(Object.keys(names).filter((name) => name !== '__metadata__')).toEqual(['0.weight', '0.bias']);
  await saveTo(app, join(folder, 'train.py'));
  await page.getByRole('button', { name: 'train.py…' }).click();
  await expect(page.getByText('Wrote train.py.')).toBeVisible();
  expect(readFileSync(join(folder, 'train.py'), 'utf8')).toContain('torch.manual_seed(0)');

  await page.keyboard.press('Control+1');
  await node(page, '0').click();
  await page.keyboard.press('Control+d');
  await page.keyboard.press('Control+4');
  await expect(page.getByText('has changed since this run')).toBeVisible();
});

test('the native menu has every command with its keys', async ({ loom: { app } }) => {
  const labels = await app.evaluate(({ Menu }) =>
    Menu.getApplicationMenu()!.items.map((menu) => [
      menu.label,
      ...menu
        .submenu!.items.filter(({ type }) => type === 'normal')
        .map(({ label, accelerator }) => [label, accelerator]),
    ]),
  );
  const text = JSON.stringify(labels);
  for (const item of [
    '["Train","CmdOrCtrl+Enter"]',
    '["Undo","CmdOrCtrl+Z"]',
    '["Save","CmdOrCtrl+S"]',
    '["Show log"',
  ]) {
    expect(text).toContain(item);
  }
});

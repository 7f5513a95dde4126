import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { exampleText, expect, node, openExample, program, saveTo, test } from './app.js';
import { lookAt } from './lookAt.js';

const birds = exampleText('birds-vs-airplanes');

test('a second launch passes its projects to the first and exits: URLs, relative paths and missing files', async ({
  start,
  folder,
}) => {
  const write = (name: string) => {
    writeFileSync(join(folder, name), birds);
    return join(folder, name);
  };
  const opened = (name: string) => expect(first.page.getByRole('banner')).toContainText(`${name}.loom`);
  // Linux desktops pass files as URLs.
  const first = await start({ project: pathToFileURL(write('größe 1.loom')).href });
  await opened('größe 1');
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const again = (project: string) => {
    const { error } = spawnSync(program, [...asRoot, `--user-data-dir=${join(folder, 'profile')}`, project], {
      cwd: folder,
      timeout: 20_000,
    });
    expect(error).toBeUndefined();
  };
  again(write('second.loom'));
  await opened('second');
  write('beside me.loom');
  again('beside me.loom');
  await opened('beside me');
  again('gone.loom');
  await expect(first.page.getByRole('status')).toContainText(
    'gone.loom: There is no such file or folder. It may have been moved or deleted.',
  );
  await opened('beside me');
  expect(await first.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);

  const asked = await first.app.evaluate(({ app }, file) => {
    let prevented = false;
    app.emit('open-file', { preventDefault: () => (prevented = true) }, file);
    return prevented;
  }, write('from the Finder.loom'));
  expect(asked).toBe(true);
  await opened('from the Finder');
});

test('a project dropped on the window opens; a file that is neither project nor data is rejected with a message', async ({
  loom: { page },
  folder,
}) => {
  const session = await page.context().newCDPSession(page);
  const drop = async (path: string) => {
    const data = { items: [], files: [path], dragOperationsMask: 1 };
    for (const type of ['dragEnter', 'dragOver'] as const)
      await session.send('Input.dispatchDragEvent', { type, x: 400, y: 400, data });
    await expect(page.getByText('Open the project, or import the data')).toBeVisible();
    await session.send('Input.dispatchDragEvent', { type: 'drop', x: 400, y: 400, data });
    await expect(page.getByText('Open the project, or import the data')).toHaveCount(0);
  };
  const path = join(folder, 'dropped.loom');
  writeFileSync(path, birds);
  writeFileSync(join(folder, 'photo.png'), '');
  await drop(join(folder, 'photo.png'));
  await expect(page.getByRole('alert')).toHaveText('photo.png: This file is empty.');
  await page.keyboard.press('Escape');
  await drop(path);
  await expect(page.getByRole('banner')).toContainText('dropped.loom');
});

test('exports weights and code; the export page notes that the model has changed since its training', async ({
  loom: { app, page },
  folder,
}) => {
  await openExample(page, 'Thermometer, straight line');
  await page.keyboard.press('Control+5');
  await expect(page.getByRole('heading', { name: 'Nothing trained yet' })).toBeVisible();
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText('Finished').first()).toBeVisible({ timeout: 60_000 });
  await page.keyboard.press('Control+5');
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
  const code = readFileSync(join(folder, 'train.py'), 'utf8');
  expect(code).toContain('torch.manual_seed(0)');
  expect(code).toContain('model(inputs)');

  await page.keyboard.press('Control+1');
  await node(page, '0').click();
  await page.keyboard.press('Control+d');
  await page.keyboard.press('Control+5');
  await expect(page.getByText('has changed since this run')).toBeVisible();
  // The code matches the weights: both belong to the model as trained.
  await saveTo(app, join(folder, 'model.py'));
  await page.getByRole('button', { name: 'model.py…' }).click();
  await expect(page.getByText('Wrote model.py.')).toBeVisible();
  expect(readFileSync(join(folder, 'model.py'), 'utf8').match(/nn\.Linear/g)).toHaveLength(1);
  await saveTo(app, join(folder, 'missing', 'model.onnx'));
  await page.getByRole('button', { name: 'Export and prove…' }).click();
  await expect(page.getByRole('region', { name: 'Certificate' })).toContainText('Not exported');
  await expect(page.getByRole('region', { name: 'Certificate' })).toContainText('its folder does not exist');
  await lookAt(app, page, 'export-stale-and-failed');
});

test('the native menu lists commands with their shortcuts', async ({ loom: { app } }) => {
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

import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chain, exampleText, expect, node, openExample, saveTo, test } from './app.js';
import { lookAt } from './lookAt.js';

const birds = exampleText('birds-vs-airplanes');

test('save, reopen, recent files; an unwritable folder is reported and nothing is lost', async ({
  folder,
  start,
}) => {
  const { app, page } = await start();
  await openExample(page, 'Thermometer');
  await node(page, 'hidden_linear').click();
  await page.keyboard.press('Control+d');
  await expect(page.getByText('Edited')).toBeVisible();
  await saveTo(app, join(folder, 'missing', 'mine.loom'));
  await page.keyboard.press('Control+s');
  await expect(page.getByRole('status')).toContainText('Cannot write');
  await expect(page.getByText('Edited')).toBeVisible();
  const path = join(folder, 'mine.loom');
  await saveTo(app, path);
  await page.keyboard.press('Control+s');
  await expect(page.getByText('Saved', { exact: true })).toBeVisible();
  expect(existsSync(path)).toBe(true);
  // The title is the project's name, which a new file gives it; it is edited in place.
  const title = page.getByRole('heading', { level: 1 });
  await expect(title).toHaveText('mine');
  await title.getByRole('button').press('F2');
  await page.keyboard.type('Bird finder');
  await page.keyboard.press('Enter');
  await expect(title.getByRole('button', { name: 'Bird finder' })).toBeFocused();
  await expect(page.getByRole('banner')).toContainText('mine.loom');
  await page.keyboard.press('Control+z');
  await expect(title).toHaveText('mine');
  await expect(page.getByText('Saved', { exact: true })).toBeVisible();
  await page.keyboard.press('Control+z');
  await expect(page.getByText('Edited')).toBeVisible();
  await page.keyboard.press('Control+Shift+z');
  await expect(page.getByText('Saved', { exact: true })).toBeVisible();
  const names = await chain(page);
  await app.evaluate(({ app: electron }) => electron.quit());
  await app.waitForEvent('close');

  const again = await start();
  await again.page.getByRole('button', { name: /^mine/ }).click();
  await expect.poll(() => chain(again.page)).toEqual(names);
});

test('after a kill during an edit, the next start restores the work exactly', async ({ start, folder }) => {
  const { app, page } = await start();
  await openExample(page, 'Birds vs. airplanes');
  await node(page, '1').click();
  await page.getByLabel('Outputs').fill('123');
  await page.getByLabel('Name').fill('survivor');
  const text = await page
    .getByRole('tab', { name: 'Code' })
    .click()
    .then(() => page.getByLabel('model.py').textContent());
  // The copy is written a second after an edit, and is in place once it is renamed. Wait until it contains the last
  // edit before killing the app.
  const copies = join(folder, 'profile', 'recovery');
  const kept = () =>
    existsSync(copies) &&
    readdirSync(copies).some(
      (name) => name.endsWith('.json') && readFileSync(join(copies, name), 'utf8').includes('survivor'),
    );
  await expect.poll(kept).toBe(true);
  app.process().kill('SIGKILL');
  await app.waitForEvent('close');

  const again = await start();
  await expect(again.page.getByRole('heading', { name: 'Unsaved work from last time' })).toBeVisible();
  await lookAt(again.app, again.page, 'recovery');
  await again.page.getByRole('button', { name: 'Restore' }).click();
  await again.page.getByRole('tab', { name: 'Code' }).click();
  expect(await again.page.getByLabel('model.py').textContent()).toBe(text);
  expect(text).toContain('("survivor", nn.Linear(3072, 123))');
  await expect(again.page.getByText('Edited')).toBeVisible();
});

test('closing with unsaved changes asks; a project named on the command line opens', async ({
  start,
  folder,
}) => {
  mkdirSync(join(folder, 'projects'));
  const path = join(folder, 'projects', 'given.loom');
  writeFileSync(path, birds);
  const { app, page } = await start({ project: path });
  await expect(page.getByRole('banner')).toContainText('given.loom');
  await node(page, '2').click();
  await page.keyboard.press('Delete');
  // The question is a native dialog that tests can't see, so check the options passed to it. Close the window again
  // while the question is open, as a second click would.
  const asked = await app.evaluate(async ({ dialog, BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows();
    const closedTwice = new Promise<void>((resolve) => {
      window!.once('close', () => {
        window!.once('close', () => resolve());
        setImmediate(() => window!.close());
      });
    });
    const questions: Electron.MessageBoxOptions[] = [];
    dialog.showMessageBox = (async (_window: unknown, options: Electron.MessageBoxOptions) => {
      questions.push(options);
      await closedTwice;
      return { response: 2, checkboxChecked: false };
    }) as typeof dialog.showMessageBox;
    window!.close();
    await closedTwice;
    return { questions, open: BrowserWindow.getAllWindows().length };
  });
  expect(asked).toMatchObject({
    questions: [
      {
        message: 'Save changes to “given”?',
        detail: 'If you don’t save, your changes will be lost.',
        buttons: ['Save', 'Don’t save', 'Cancel'],
        defaultId: 0,
        cancelId: 2,
      },
    ],
    open: 1,
  });
  await app.evaluate(({ dialog, BrowserWindow }) => {
    dialog.showMessageBox = () => Promise.resolve({ response: 0, checkboxChecked: false });
    BrowserWindow.getAllWindows()[0]!.close();
  });
  await app.waitForEvent('close');
  expect(
    (JSON.parse(readFileSync(path, 'utf8')) as { model: { layers: unknown[] } }).model.layers,
  ).toHaveLength(4);
});

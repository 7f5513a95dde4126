import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, openExample, test } from './app.js';

test('when the window crashes, a new one offers its work, and its run can be resumed', async ({ start }) => {
  const { app, page } = await start();
  await openExample(page, 'Birds vs. airplanes');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText('epoch 1 ·')).toBeVisible({ timeout: 60_000 });
  // The driver's page is gone with its process, so query the window through the app from here on.
  await app.evaluate(async ({ BrowserWindow }) => {
    const { webContents } = BrowserWindow.getAllWindows()[0]!;
    const loaded = new Promise<void>((resolve) => webContents.once('did-finish-load', () => resolve()));
    webContents.forcefullyCrashRenderer();
    await loaded;
  });
  const inWindow = (code: string) =>
    app.evaluate(
      ({ BrowserWindow }, text) =>
        BrowserWindow.getAllWindows()[0]!.webContents.executeJavaScript(text) as Promise<unknown>,
      code,
    );
  const press = (name: string, within: 'main' | 'nav') =>
    inWindow(
      `[...document.querySelectorAll('${within} button')].find((one) => one.innerText === '${name}').click()`,
    );
  const text = () => inWindow('document.body.innerText');
  await expect.poll(text, { timeout: 20_000 }).toContain('Unsaved work from last time');
  await press('Restore', 'main');
  await expect.poll(text).toContain('Build');
  await press('Train', 'nav');
  await expect.poll(text).toContain('Stopped');
  await expect.poll(text).toContain('Resume');
});

test('if the window soon crashes again, the app shows a message and quits; the next start offers its work', async ({
  start,
  folder,
}) => {
  const { app, page } = await start();
  await openExample(page, 'Birds vs. airplanes');
  await page.keyboard.press('Control+a');
  await page.keyboard.press('Delete');
  await expect(page.getByText('Nothing between input and output yet')).toBeVisible();
  const copies = join(folder, 'profile', 'recovery');
  await expect.poll(() => existsSync(copies) && readdirSync(copies).length).toBe(1);
  const ended = new Promise<void>((resolve) => app.process().once('exit', () => resolve()));
  const said = await app.evaluate(async ({ BrowserWindow, dialog }) => {
    const words: string[] = [];
    dialog.showErrorBox = (title, content) => words.push(title, content);
    const { webContents } = BrowserWindow.getAllWindows()[0]!;
    const gone = () =>
      new Promise<void>((resolve) => webContents.once('render-process-gone', () => resolve()));
    const loaded = new Promise<void>((resolve) => webContents.once('did-finish-load', () => resolve()));
    webContents.forcefullyCrashRenderer();
    await loaded;
    const again = gone();
    webContents.forcefullyCrashRenderer();
    await again;
    return words;
  });
  expect(said[0]).toBe('Layerloom cannot show its window');
  expect(said[1]).toMatch(
    /^It crashed twice in a row .* offered at the next start\. See .*main\.log for details\.$/,
  );
  await ended;
  const next = await start();
  await expect(next.page.getByText('Unsaved work from last time')).toBeVisible();
});

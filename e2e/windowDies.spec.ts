import { expect, openExample, test } from './app.js';

test('when the window dies, a fresh one offers its work, and what trained can be resumed', async ({
  loom: { app, page },
}) => {
  await openExample(page, 'Birds vs. airplanes');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText('epoch 1 ·')).toBeVisible({ timeout: 60_000 });
  // The driver's page is gone with its process: from here on the window is asked by the app itself.
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

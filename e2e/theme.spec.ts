import type { ElectronApplication, Page } from '@playwright/test';
import { expect, test } from './app.js';

test('the window reopens with its last size and the chosen theme', async ({ start }) => {
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

// GTK determines the system's theme, and an environment variable sets it.
if (process.platform === 'linux') {
  test('the theme follows the system until one is chosen, which is kept', async ({ start }) => {
    const systemIs = (theme: 'dark' | 'light') => ({
      env: { GTK_THEME: theme === 'dark' ? 'Adwaita:dark' : 'Adwaita' },
    });
    const shown = (page: Page, theme: 'dark' | 'light') =>
      expect(page.locator('html')).toHaveAttribute('data-theme', theme);
    const close = (app: ElectronApplication) => Promise.all([app.waitForEvent('close'), app.close()]);
    const light = await start(systemIs('light'));
    await shown(light.page, 'light');
    await close(light.app);

    const { app, page } = await start(systemIs('dark'));
    await shown(page, 'dark');
    // Electron emits the same event whether the system or `themeSource` changes.
    for (const theme of ['light', 'dark'] as const) {
      await app.evaluate(({ nativeTheme }, source) => void (nativeTheme.themeSource = source), theme);
      await shown(page, theme);
    }
    await page.keyboard.press('Control+k');
    await page.getByLabel('Search commands').fill('light theme');
    await page.keyboard.press('Enter');
    await shown(page, 'light');
    await close(app);
    await shown((await start(systemIs('dark'))).page, 'light');
  });
}

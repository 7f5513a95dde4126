import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { ElectronApplication, Page } from '@playwright/test';
import { expect, openExample, saveTo, test } from './app.js';

/** Recorded calls from the app to the desktop. */
interface Seen {
  readonly shown: string[];
  readonly notified: { readonly title: string; readonly body: string }[];
  readonly progress: number[];
}

/** Replaces the desktop's APIs by recorders; the app's own code is unchanged. */
async function observe(app: ElectronApplication): Promise<void> {
  await app.evaluate(({ shell, Notification, BrowserWindow }) => {
    const seen: Seen = { shown: [], notified: [], progress: [] };
    Object.assign(globalThis, { seen });
    shell.showItemInFolder = (path) => void seen.shown.push(path);
    Notification.isSupported = () => true;
    Notification.prototype.show = function (this: Electron.Notification) {
      seen.notified.push({ title: this.title, body: this.body });
    };
    const [window] = BrowserWindow.getAllWindows();
    window!.isFocused = () => false;
    window!.setProgressBar = (progress) => void seen.progress.push(progress);
  });
}

const seen = (app: ElectronApplication) => app.evaluate(() => Reflect.get(globalThis, 'seen') as Seen);

async function command(page: Page, name: string): Promise<void> {
  await page.keyboard.press('Control+k');
  await page.getByLabel('Search commands').fill(name);
  await page.keyboard.press('Enter');
}

test('the log and an exported file are shown in their folder; training updates the taskbar’s progress', async ({
  start,
  folder,
}) => {
  const { app, page } = await start();
  await observe(app);
  await command(page, 'show log');
  await expect.poll(async () => (await seen(app)).shown).toHaveLength(1);
  const [log] = (await seen(app)).shown;
  expect(existsSync(log!), log).toBe(true);

  await openExample(page, 'Thermometer, straight line');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText('Finished').first()).toBeVisible({ timeout: 60_000 });
  await expect.poll(async () => (await seen(app)).progress.at(-1)).toBe(-1);
  const { progress, notified } = await seen(app);
  const shares = progress.slice(0, progress.indexOf(-1));
  expect(shares.length).toBeGreaterThan(1);
  expect(shares).toEqual([...shares].sort((a, b) => a - b));
  expect(shares.every((share) => share >= 0 && share <= 1)).toBe(true);
  // A run of a second is too short for a notification.
  expect(notified).toEqual([]);

  const out = join(folder, 'line.onnx');
  await saveTo(app, out);
  await page.keyboard.press('Control+e');
  await page.getByRole('button', { name: 'Export and prove…' }).click();
  await expect(page.getByText('Proved')).toBeVisible({ timeout: 60_000 });
  await page.getByRole('button', { name: 'Show in folder' }).click();
  await expect.poll(async () => (await seen(app)).shown).toEqual([log, out]);
});

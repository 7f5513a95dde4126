import type { ElectronApplication, Locator, Page } from '@playwright/test';
import { expect, openExample } from './app.js';

/** Opens the Data workspace with all of CIFAR-10. */
export async function openData(page: Page): Promise<void> {
  await openExample(page, 'Birds vs. airplanes');
  await page.keyboard.press('Control+2');
  // The project's own classes come first.
  await expect(result(page)).toHaveText('10,000 images', { timeout: 30_000 });
  await page.getByRole('button', { name: 'Clear', exact: true }).click();
  await expect(result(page)).toHaveText('50,000 images');
  await page.locator('[aria-label^="Images"]').focus();
  await page.keyboard.press('Home');
  await expect(page.getByRole('img', { name: /^frog, training 0/ })).toBeVisible();
}

/** The status that shows the number of images. */
export function result(page: Page): Locator {
  return page.getByRole('main').getByRole('status').first();
}

/** The inspector's open tab. */
export function inspector(page: Page): Locator {
  // While one tab replaces another, both are in the page.
  return page.locator('[role=tabpanel]:not([inert])');
}

/** True if the clipboard holds a picture. */
export function holdsPicture(app: ElectronApplication): Promise<boolean> {
  return app.evaluate(({ clipboard }) => {
    // Electron before version 45 has `availableFormats`, later versions `has`.
    const formats = Reflect.get(clipboard, 'availableFormats') as (() => string[]) | undefined;
    return formats ? formats().includes('image/png') : clipboard.has('image/png');
  });
}

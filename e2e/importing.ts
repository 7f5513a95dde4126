import type { Locator, Page } from '@playwright/test';
import sharp from 'sharp';

/** Opens the dialog that imports the user's own images. */
export async function openImport(page: Page): Promise<Locator> {
  await page.keyboard.press('Control+n');
  await page.getByRole('button', { name: /^From your own images/ }).click();
  return page.getByRole('dialog');
}

/** Drops a file or folder on the window, as a file manager does. */
export async function dropOnWindow(page: Page, path: string): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const data = { items: [], files: [path], dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
    await session.send('Input.dispatchDragEvent', { type, x: 400, y: 400, data });
  }
}

/** Copies of one picture in two classes, with their paths. */
export async function copies(count: number, width: number, height: number) {
  const picture = sharp({ create: { width, height, channels: 3, background: '#456' } });
  const bytes = await picture.jpeg().toBuffer();
  return Array.from({ length: count }, (_, i) => ({ path: `${i % 2 ? 'a' : 'b'}/${i}.jpg`, bytes }));
}

/** Dark and light pictures, with their paths. */
export async function shades(each: number, root = ''): Promise<{ path: string; bytes: Buffer }[]> {
  const entries: { path: string; bytes: Buffer }[] = [];
  for (const [name, base] of [
    ['dark', 20],
    ['light', 160],
  ] as const) {
    for (let i = 0; i < each; i++) {
      const background = { r: base + (i % 60), g: base + (i % 7) * 8, b: base };
      const picture = sharp({ create: { width: 60, height: 40, channels: 3, background } });
      entries.push({ path: `${root}${name}/${i}.jpg`, bytes: await picture.jpeg().toBuffer() });
    }
  }
  return entries;
}

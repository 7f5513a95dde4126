import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ElectronApplication } from '@playwright/test';
import { tarOf } from '../engine/testing/imports.js';
import { expect, openFrom, test } from './app.js';
import { copies, openImport } from './importing.js';

/** The data process's current memory in MB, from the kernel; null once it has exited. */
async function dataProcessSize(app: ElectronApplication): Promise<number | null> {
  const pid = await app.evaluate(
    ({ app: electron }) => electron.getAppMetrics().find(({ name }) => name === 'Layerloom data')?.pid,
  );
  if (pid === undefined) return null;
  try {
    const size = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
    return size ? Number(size[1]) / 1024 : null;
  } catch {
    return null;
  }
}

// libvips used to leak some 240 KB per image, which is 360 MB here.
test('an import frees the memory of decoded images', async ({ start, folder }) => {
  const { app, page } = await start({ dataFolder: join(folder, 'data') });
  const archive = join(folder, 'many.tar');
  writeFileSync(archive, tarOf(await copies(1500, 320, 240)));
  await openFrom(app, archive);
  const dialog = await openImport(page);
  await dialog.getByRole('button', { name: 'Choose a file…' }).click();
  await dialog.getByRole('button', { name: 'Import' }).click();
  const sizes: number[] = [];
  for (let size = await dataProcessSize(app); size !== null; size = await dataProcessSize(app))
    sizes.push(size);
  await expect(dialog).toContainText('1,500 images of 2 classes');
  expect(sizes.length).toBeGreaterThan(10);
  expect(Math.max(...sizes)).toBeLessThan(300);
});

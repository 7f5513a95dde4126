import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tarOf, zipOf } from '../engine/testing/imports.js';
import { expect, openFrom, test } from './app.js';
import { copies, openImport, shades } from './importing.js';
import { lookAt } from './lookAt.js';

test('malicious and unknown files are rejected in the dialog, and nothing is left behind', async ({
  loom: { app, page },
  folder,
}) => {
  const dialog = await openImport(page);
  const refused = async (name: string, bytes: Uint8Array, message: string) => {
    writeFileSync(join(folder, name), bytes);
    await openFrom(app, join(folder, name));
    await dialog.getByRole('button', { name: 'Choose a file…' }).click();
    await expect(dialog.getByRole('alert')).toContainText(message);
  };
  const [first] = await shades(1);
  const out = { path: '../escaped/1.jpg', bytes: first!.bytes };
  await refused(
    'slip.zip',
    zipOf([first!, out]),
    'slip.zip: The entry “../escaped/1.jpg” points outside the archive',
  );
  await lookAt(app, page, 'images-refused');
  await refused('slip.tar', tarOf([first!, out]), 'slip.tar: The entry “../escaped/1.jpg” points outside');
  await refused('locked.zip', zipOf([{ ...first!, encrypted: true }]), 'protected by a password');
  await refused('bomb.zip', zipOf([{ ...first!, declared: 2 ** 31 }]), 'more than 100 times its size');
  await refused('letter.txt', Buffer.from('dear'), 'letter.txt: This file type cannot be imported');
  expect(existsSync(join(folder, '..', 'escaped'))).toBe(false);
});

test('an import can be canceled, and another one works', async ({ start, folder }) => {
  const { app, page } = await start({ dataFolder: join(folder, 'data') });
  const slow = join(folder, 'slow.tar');
  writeFileSync(slow, tarOf(await copies(400, 4000, 3000)));
  await openFrom(app, slow);
  const dialog = await openImport(page);
  await dialog.getByRole('button', { name: 'Choose a file…' }).click();
  await dialog.getByRole('button', { name: 'Import' }).click();
  await expect(dialog).toContainText(/of 400 images, .* left/, { timeout: 20_000 });
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect(dialog.getByRole('alert')).toContainText('canceled; nothing was kept');
  expect(existsSync(join(folder, 'data'))).toBe(false);

  const quick = join(folder, 'quick.zip');
  writeFileSync(quick, zipOf(await shades(4)));
  await openFrom(app, quick);
  await dialog.getByRole('button', { name: 'Choose a file…' }).click();
  await dialog.getByRole('button', { name: 'Import' }).click();
  await expect(dialog).toContainText('8 images of 2 classes');
});

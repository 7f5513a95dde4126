import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, openFrom, test } from './app.js';
import { result } from './browsing.js';
import { fromOf, officialArchive, openWithoutData, serveCifar } from './cifarServer.js';

test('downloads CIFAR-10 through a redirect and a lost connection, and shows it', async ({
  start,
  folder,
}) => {
  test.setTimeout(180_000);
  const archive = officialArchive(folder);
  const froms: number[] = [];
  let finish!: () => void;
  const mayFinish = new Promise<void>((resolve) => (finish = resolve));
  const server = await serveCifar((request, response) => {
    if (request.url !== '/moved') {
      response.writeHead(302, { location: '/moved' }).end();
      return;
    }
    const from = fromOf(request);
    froms.push(from);
    response.writeHead(from === 0 ? 200 : 206, { 'content-length': archive.length - from });
    const half = archive.subarray(0, archive.length / 2);
    if (from === 0) response.write(half, () => response.socket!.destroySoon());
    else void mayFinish.then(() => response.end(archive.subarray(from)));
  });
  const { page } = await start({ dataFolder: join(folder, 'empty'), env: server.env });
  await openWithoutData(page);
  await page.getByRole('button', { name: 'Download' }).click();
  const heading = page.getByRole('heading', { name: 'Downloading CIFAR-10' });
  await expect(heading).toBeVisible();
  // The download continues while another workspace is open.
  await page.keyboard.press('Control+1');
  await expect(heading).toHaveCount(0);
  await page.keyboard.press('Control+2');
  await expect(heading).toBeVisible();
  finish();
  await expect(result(page)).toHaveText('10,000 images', {
    timeout: 120_000,
  });
  expect(froms.length).toBe(2);
  expect(froms[1]).toBeGreaterThan(0);
  server.close();
});

test('without CIFAR-10, the app offers to get it, and rejects other files', async ({ start, folder }) => {
  const { app, page } = await start({ dataFolder: join(folder, 'empty') });
  await openWithoutData(page);
  const archive = join(folder, 'cifar-10-binary.tar.gz');
  writeFileSync(archive, gzipSync('not an archive of images'));
  await openFrom(app, archive);
  await page.getByRole('button', { name: 'Choose file…' }).click();
  await expect(page.getByRole('alert')).toContainText('is not the archive cifar-10-binary.tar.gz');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('alert')).toContainText('CIFAR-10 is not complete', { timeout: 20_000 });
});

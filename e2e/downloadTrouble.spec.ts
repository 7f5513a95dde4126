import { existsSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { tarOf } from '../engine/testing/imports.js';
import { expect, test } from './app.js';
import { fromOf, openWithoutData, serveCifar } from './cifarServer.js';
import { lookAt } from './lookAt.js';

/** A complete archive of wrong images: six files with the right names and sizes but other contents. */
function wrongArchive(): Buffer {
  const names = [1, 2, 3, 4, 5].map((i) => `data_batch_${i}.bin`);
  const entries = [...names, 'test_batch.bin'].map((name) => ({
    path: `cifar-10-batches-bin/${name}`,
    bytes: Buffer.alloc(10_000 * 3073),
  }));
  return gzipSync(tarOf(entries), { level: 1 });
}

const notImages = gzipSync('no images');
const send = (response: ServerResponse, bytes: Buffer, length = bytes.length) =>
  response.writeHead(200, { 'content-length': length }).end(bytes);

test('a broken connection, wrong lengths and wrong images are reported in the panel; nothing is kept', async ({
  start,
  folder,
}) => {
  test.setTimeout(90_000);
  const data = join(folder, 'empty');
  const wrong = wrongArchive();
  const froms: number[] = [];
  let answer: (response: ServerResponse, from: number) => void = () => undefined;
  const server = await serveCifar((request, response) => {
    const from = fromOf(request);
    froms.push(from);
    answer(response, from);
  });
  const { app, page } = await start({ dataFolder: data, env: server.env });
  await openWithoutData(page);
  const refused = async (says: RegExp) => {
    await page.getByRole('button', { name: 'Download' }).click();
    await expect(page.getByRole('alert')).toContainText(says, { timeout: 20_000 });
    await expect(page.getByRole('heading', { name: 'CIFAR-10 was not found' })).toBeVisible();
    expect(existsSync(data)).toBe(false);
  };

  answer = (response, from) => {
    response.writeHead(from === 0 ? 200 : 206, { 'content-length': 1e6 - from });
    response.write(Buffer.alloc(from === 0 ? 1000 : 0), () => setTimeout(() => response.destroy(), 50));
    response.flushHeaders();
  };
  await refused(/The download failed: the connection was lost repeatedly/);
  // First from the beginning, then from where it stopped.
  expect(froms).toEqual([0, 1000, 1000, 1000, 1000]);
  await lookAt(app, page, 'download-refused');
  answer = (response) => void send(response, wrong.subarray(0, 1000));
  await refused(/is not the archive cifar-10-binary.tar.gz: unexpected end of file\. Nothing was written/);
  answer = (response) => void send(response, notImages);
  await refused(/is not the archive/);
  answer = (response) => void response.writeHead(404).end();
  await refused(/the server answered with status 404/);
  answer = (response) => void send(response, wrong);
  await refused(
    /is not CIFAR-10 as it was published: data_batch_1\.bin has another SHA-256\. Nothing was written/,
  );
  server.close();
  await refused(/the server cannot be reached/);
});

test('a stalled download can be canceled', async ({ start, folder }) => {
  const data = join(folder, 'empty');
  const server = await serveCifar((_, response) => {
    response.writeHead(200, { 'content-length': 1e8 }).write(Buffer.alloc(1e6));
  });
  const { page } = await start({ dataFolder: data, env: server.env });
  await openWithoutData(page);
  for (let time = 0; time < 2; time++) {
    await page.getByRole('button', { name: 'Download' }).click();
    await expect(page.getByText('0.95 MB of 95.37 MB')).toBeVisible();
    await page.getByRole('button', { name: 'Cancel' }).click();
    await expect(page.getByRole('alert')).toContainText('The download was canceled; nothing was kept.');
  }
  expect(existsSync(data)).toBe(false);
  server.close();
});

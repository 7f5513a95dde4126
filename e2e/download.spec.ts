import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { ElectronApplication, Page } from '@playwright/test';
import { expect, openExample, openFrom, test } from './app.js';

type Handler = (request: IncomingMessage, response: ServerResponse, turn: number) => void;

/** Sends what the app asks of CIFAR-10's author to a server on this machine that answers with `handler`. */
async function serveInstead(app: ElectronApplication, handler: Handler): Promise<() => void> {
  let turn = 0;
  const server = createServer((request, response) => handler(request, response, turn++));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await app.evaluate((_, to) => {
    const real = globalThis.fetch;
    globalThis.fetch = (url, init) =>
      real(typeof url === 'string' ? url.replace('https://www.cs.toronto.edu', to) : url, init);
  }, origin);
  return () => {
    server.closeAllConnections();
    server.close();
  };
}

/** The archive as it is published, of the files that the set-up has prepared. */
function officialArchive(folder: string): Buffer {
  const tar = join(folder, 'cifar-10.tar');
  const data = join(import.meta.dirname, '..', 'assets', 'data');
  execFileSync('tar', ['-cf', tar, '-C', data, 'cifar-10']);
  return gzipSync(readFileSync(tar), { level: 1 });
}

async function openWithoutData(page: Page): Promise<void> {
  await openExample(page, 'Birds vs. airplanes');
  await page.keyboard.press('Control+2');
  await expect(page.getByRole('heading', { name: 'CIFAR-10 is not here' })).toBeVisible();
}

const fromOf = (request: IncomingMessage) => Number(/\d+/.exec(request.headers.range ?? '0')![0]);

test('downloads CIFAR-10 through a redirect and over a broken connection, and shows it', async ({
  start,
  folder,
}) => {
  test.setTimeout(180_000);
  const archive = officialArchive(folder);
  const { app, page } = await start({ dataFolder: join(folder, 'empty') });
  await openWithoutData(page);
  const froms: number[] = [];
  const close = await serveInstead(app, (request, response) => {
    if (request.url !== '/moved') {
      response.writeHead(302, { location: '/moved' }).end();
      return;
    }
    const from = fromOf(request);
    froms.push(from);
    response.writeHead(from === 0 ? 200 : 206, { 'content-length': archive.length - from });
    const half = archive.subarray(0, archive.length / 2);
    if (from === 0) response.write(half, () => setTimeout(() => response.destroy(), 500));
    else response.end(archive.subarray(from));
  });
  await page.getByRole('button', { name: 'Download' }).click();
  await expect(page.getByRole('heading', { name: 'Downloading CIFAR-10' })).toBeVisible();
  await expect(page.getByRole('main').getByRole('status').first()).toHaveText('50,000 images', {
    timeout: 120_000,
  });
  expect(froms.length).toBe(2);
  expect(froms[1]).toBeGreaterThan(0);
  close();
});

test('a download can be cancelled; a server that lies is refused, and nothing is kept', async ({
  start,
  folder,
}) => {
  const { app, page } = await start({ dataFolder: join(folder, 'empty') });
  await openWithoutData(page);
  const lie = gzipSync('no images');
  const close = await serveInstead(app, (_, response, turn) => {
    // At first it says more than it sends and lets people wait; then it sends something else.
    if (turn === 0) response.writeHead(200, { 'content-length': 1e8 }).write(Buffer.alloc(1e6));
    else response.writeHead(200, { 'content-length': lie.length }).end(lie);
  });
  await page.getByRole('button', { name: 'Download' }).click();
  await expect(page.getByText('0.95 MB of 95.37 MB')).toBeVisible();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByRole('heading', { name: 'CIFAR-10 is not here' })).toBeVisible();
  await page.getByRole('button', { name: 'Download' }).click();
  const bad = page.getByRole('status').locator('[data-tone=bad]');
  await expect(bad.filter({ hasText: 'not the archive' })).toBeVisible();
  await expect(page.getByRole('heading', { name: 'CIFAR-10 is not here' })).toBeVisible();
  close();
});

test('without CIFAR-10 there is a way to get it, and what is not CIFAR-10 is refused', async ({
  start,
  folder,
}) => {
  const { app, page } = await start({ dataFolder: join(folder, 'empty') });
  await openExample(page, 'Birds vs. airplanes');
  await page.keyboard.press('Control+2');
  await expect(page.getByRole('heading', { name: 'CIFAR-10 is not here' })).toBeVisible();
  const archive = join(folder, 'cifar-10-binary.tar.gz');
  writeFileSync(archive, gzipSync('not an archive of images'));
  await openFrom(app, archive);
  await page.getByRole('button', { name: 'Choose file…' }).click();
  await expect(page.getByRole('status').locator('[data-tone=bad]')).toBeVisible();
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('alert')).toContainText('CIFAR-10 is not complete', { timeout: 20_000 });
});

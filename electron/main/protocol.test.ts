import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Protocol } from 'electron';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { APP_ORIGIN, serveApp } from './protocol.js';

let folder: string;
let get: (path: string, init?: RequestInit) => Promise<Response>;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'loom-protocol-'));
  const set = join(folder, 'data', 'images', 'a'.repeat(64));
  mkdirSync(join(folder, 'root'));
  mkdirSync(set, { recursive: true });
  writeFileSync(join(folder, 'root', 'index.html'), '<p>');
  writeFileSync(join(folder, 'root', 'tool.exe'), '');
  writeFileSync(join(folder, 'secret.json'), '{}');
  writeFileSync(join(set, 'images.bin'), 'pixels');
  writeFileSync(join(set, 'other.bin'), '');
  const handle: Protocol['handle'] = (_scheme, handler) => {
    get = async (path, init) => handler(new Request(new URL(path, APP_ORIGIN), init));
  };
  serveApp({ handle }, join(folder, 'root'), join(folder, 'data'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it('serves the page and its data under the strict policy', async () => {
  const page = await get('/');
  expect(await page.text()).toBe('<p>');
  expect(page.headers.get('content-type')).toContain('text/html');
  expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
  const images = await get(`/data/images/${'a'.repeat(64)}/images.bin`);
  expect(await images.text()).toBe('pixels');
});

it.each([
  ['outside the folder', '/%2e%2e%2fsecret.json'],
  ['outside the folder, encoded twice', '/..%2fsecret.json'],
  ['of a kind that the page never needs', '/tool.exe'],
  ['that is missing', '/nothing.js'],
  ['with a broken name', '/%zz.js'],
  ['with a zero byte', '/index.html%00.js'],
  ['of a data set that is none of its own', `/data/images/${'a'.repeat(64)}/other.bin`],
  ['of another origin', 'app://elsewhere/index.html'],
  ['of CIFAR-10 while it is not there', '/data/cifar-10/test_batch.bin'],
])('serves no file %s', async (_, path) => {
  expect((await get(path)).status).toBe(404);
});

it('answers nothing but GET', async () => {
  expect((await get('/', { method: 'POST' })).status).toBe(404);
});

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { runLoom } from '../testing/commandLine.js';
import { cifar10 } from '../testing/loom.js';

let folder: string;
let archive: string;

/** Packs the prepared data set like the official archive, but uncompressed to save time. */
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'loom-data-'));
  const names = readdirSync(cifar10).filter((name) => name.endsWith('.bin'));
  const tar = join(folder, 'cifar.tar');
  const from = ['-C', dirname(cifar10), ...names.map((name) => `cifar-10/${name}`)];
  expect(spawnSync('tar', ['-cf', tar, ...from]).status).toBe(0);
  archive = join(folder, 'cifar-10-binary.tar.gz');
  writeFileSync(archive, gzipSync(readFileSync(tar), { level: 0 }));
  rmSync(tar);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const loom = (dataDir: string, ...args: string[]) => runLoom(args, join(folder, dataDir));

it('installs CIFAR-10 from an archive, repairs a damaged file, and then has nothing to do', async () => {
  expect(await loom('fresh', 'data', 'fetch', archive)).toMatchObject({ status: 0, stderr: '' });
  const file = join(folder, 'fresh', 'cifar-10', 'data_batch_2.bin');
  const original = readFileSync(join(cifar10, 'data_batch_2.bin'));
  expect(readFileSync(file).equals(original)).toBe(true);

  truncateSync(file, 1000);
  expect((await loom('fresh', 'data', 'info')).stderr).toMatch(
    /data_batch_2\.bin.*truncated.*\n.*data fetch/,
  );
  expect((await loom('fresh', 'data', 'fetch', archive)).stdout).toMatch(/is now in/);
  expect(readFileSync(file).equals(original)).toBe(true);
  expect((await loom('fresh', 'data', 'fetch', archive)).stdout).toMatch(
    /was already in .*; \S+\.tar\.gz was not read/,
  );
  expect((await loom('fresh', 'data')).stdout).toMatch(/bird +5000 training, 1000 test/);
});

it.each([
  ['one changed pixel', (bytes: Buffer) => (bytes[90_000_000]! ^= 1), /incorrect data check/],
  ['no archive', (bytes: Buffer) => bytes.fill(7), /is not the archive cifar-10-binary\.tar\.gz/],
])('rejects %s and writes nothing', async (_, damage, message) => {
  const bytes = readFileSync(archive);
  damage(bytes);
  const damaged = join(folder, 'damaged.tar.gz');
  writeFileSync(damaged, bytes);
  const { status, stderr } = await loom('never', 'data', 'fetch', damaged);
  expect(stderr).toMatch(message);
  expect(status).toBe(2);
  expect(readdirSync(folder)).not.toContain('never');
});

it('rejects a valid archive with other images, and one without images', async () => {
  const other = join(folder, 'other');
  const pack = (...args: string[]) => expect(spawnSync('tar', ['-czf', other, ...args]).status).toBe(0);
  spawnSync('mkdir', [join(folder, 'cut')]);
  for (const name of readdirSync(cifar10)) {
    writeFileSync(join(folder, 'cut', name), readFileSync(join(cifar10, name)).subarray(0, 3073 * 5));
  }
  pack('-C', folder, 'cut');
  expect(await loom('never', 'data', 'fetch', other)).toMatchObject({
    status: 2,
    stderr: expect.stringContaining('another SHA-256') as string,
  });
  pack('-C', folder, 'cut/verified.json');
  expect(await loom('never', 'data', 'fetch', other)).toMatchObject({
    status: 2,
    stderr: expect.stringContaining('it does not contain data_batch_1.bin') as string,
  });
  expect(readdirSync(folder)).not.toContain('never');
});

it.each(['fetsch', 'info x', 'fetch a b'])('answers "data %s" with the usage', async (words) => {
  const { status, stderr } = await loom('never', 'data', ...words.split(' '));
  expect(stderr).toMatch(/Usage: layerloom data/);
  expect(status).toBe(2);
});

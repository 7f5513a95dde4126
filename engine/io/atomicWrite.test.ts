import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
  mkdirSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { refusal } from '../testing/problems.js';
import { atomicWrite, writeProved } from './atomicWrite.js';

let folder: string;

beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'loom-write-'))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('replaces a file and leaves nothing beside it', async () => {
  const path = join(folder, 'file');
  await atomicWrite(path, 'old');
  await atomicWrite(path, Uint8Array.of(1, 2, 3));
  expect([...readFileSync(path)]).toEqual([1, 2, 3]);
  expect(readdirSync(folder)).toEqual(['file']);
});

it.runIf(process.platform !== 'win32')('keeps the permissions of the file that it replaces', async () => {
  const path = join(folder, 'file');
  writeFileSync(path, 'old');
  chmodSync(path, 0o640);
  await atomicWrite(path, 'new');
  expect(statSync(path).mode & 0o777).toBe(0o640);
});

it('moves the proved file itself into place', async () => {
  const path = join(folder, 'file');
  await atomicWrite(path, 'old');
  const proved = await writeProved(path, 'new', (trial) => {
    expect(readFileSync(path, 'utf8')).toBe('old');
    expect(readFileSync(trial, 'utf8')).toBe('new');
    return Promise.resolve(statSync(trial).ino);
  });
  expect(statSync(path).ino).toBe(proved);
  expect(readFileSync(path, 'utf8')).toBe('new');
  expect(readdirSync(folder)).toEqual(['file']);
});

it('keeps the old file when the new one is rejected', async () => {
  const path = join(folder, 'file');
  await atomicWrite(path, 'old');
  const refusal = new Error('not proved');
  await expect(writeProved(path, 'new', () => Promise.reject(refusal))).rejects.toBe(refusal);
  expect(readFileSync(path, 'utf8')).toBe('old');
  expect(readdirSync(folder)).toEqual(['file']);
});

it.runIf(existsSync('/dev/full'))('keeps the old file when the disk has no space left', async () => {
  const path = join(folder, 'file');
  await atomicWrite(path, 'old');
  // The temporary file is a link to the kernel's always full device.
  symlinkSync('/dev/full', `${path}.${process.pid}.part`);
  await expect(atomicWrite(path, 'new')).rejects.toMatchObject({
    problem: {
      code: 'io/unwritable',
      where: { kind: 'file', path },
      facts: { code: 'ENOSPC' },
    },
  });
  expect(readFileSync(path, 'utf8')).toBe('old');
  expect(readdirSync(folder)).toEqual(['file']);
});

it.each([
  ['none/file', 'its folder does not exist. Create it'],
  ['a-file/file', 'its folder is a file. Choose another place'],
  ['a-folder', 'it is a folder. Enter the name of a file'],
])('reports what is wrong with %s under its own name', async (name, reason) => {
  writeFileSync(join(folder, 'a-file'), '');
  mkdirSync(join(folder, 'a-folder', 'x'), { recursive: true });
  const path = join(folder, name);
  const { message } = await refusal(() => atomicWrite(path, 'new'));
  expect(message).toContain(`${path}: Cannot write this file (`);
  expect(message).toContain(reason);
  expect(message).not.toContain('.part');
});

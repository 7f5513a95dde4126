import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { atomicWrite } from './atomicWrite.js';

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

it.runIf(existsSync('/dev/full'))('keeps the old file when the disk has no space left', async () => {
  const path = join(folder, 'file');
  await atomicWrite(path, 'old');
  // The kernel's device that is always full, in the place of the file that is written first.
  symlinkSync('/dev/full', `${path}.${process.pid}.part`);
  await expect(atomicWrite(path, 'new')).rejects.toMatchObject({
    code: 'io',
    where: path,
    message: expect.stringMatching(/ENOSPC.*nothing was changed/) as string,
  });
  expect(readFileSync(path, 'utf8')).toBe('old');
  expect(readdirSync(folder)).toEqual(['file']);
});

it('says which file it is when the folder is not there', async () => {
  const path = join(folder, 'none', 'file');
  await expect(atomicWrite(path, 'new')).rejects.toThrow(`cannot write ${path}`);
});

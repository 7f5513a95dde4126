import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
  mkdirSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { homeEnvironment, program } from '../testing/loom.js';
import { refusal } from '../testing/problems.js';
import { atomicWrite, removeLeftovers, writeProved } from './files.js';
import { thisProcess } from './processes.js';

let folder: string;

beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'loom-write-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

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
  chmodSync(path, 0o600);
  const proved = await writeProved(path, 'secret', (trial) => Promise.resolve(statSync(trial).mode & 0o777));
  expect([proved, statSync(path).mode & 0o777]).toEqual([0o600, 0o600]);
});

describe.runIf(process.platform !== 'win32')('a symbolic link', () => {
  it('stays a link, and its target is replaced', async () => {
    mkdirSync(join(folder, 'elsewhere'));
    const target = join(folder, 'elsewhere', 'target');
    writeFileSync(target, 'old');
    symlinkSync(join('elsewhere', 'target'), join(folder, 'link'));
    symlinkSync('link', join(folder, 'link-to-link'));
    await atomicWrite(join(folder, 'link-to-link'), 'new');
    expect(readlinkSync(join(folder, 'link-to-link'))).toBe('link');
    expect(readlinkSync(join(folder, 'link'))).toBe(join('elsewhere', 'target'));
    expect(readFileSync(target, 'utf8')).toBe('new');
    expect(readdirSync(join(folder, 'elsewhere'))).toEqual(['target']);
  });

  it('makes the file that it leads to', async () => {
    symlinkSync('target', join(folder, 'link'));
    await atomicWrite(join(folder, 'link'), 'new');
    expect(readlinkSync(join(folder, 'link'))).toBe('target');
    expect(readFileSync(join(folder, 'target'), 'utf8')).toBe('new');
  });

  it('that leads to itself is refused', async () => {
    symlinkSync('link', join(folder, 'link'));
    const { message } = await refusal(() => atomicWrite(join(folder, 'link'), 'new'));
    expect(message).toContain('it is a link that leads back to itself');
  });
});

it('refuses a read-only file', async () => {
  const path = join(folder, 'file');
  writeFileSync(path, 'old');
  chmodSync(path, 0o444);
  const { message } = await refusal(() => atomicWrite(path, 'new'));
  expect(message).toContain('the file is read-only. Make it writable, or choose another place.');
  expect(readFileSync(path, 'utf8')).toBe('old');
  expect(readdirSync(folder)).toEqual(['file']);
});

it.runIf(process.platform !== 'win32')('refuses a device', async () => {
  const { message } = await refusal(() => atomicWrite('/dev/null', 'new'));
  expect(message).toContain('it is a device or a pipe. Enter the name of a file.');
});

it('keeps the file that it replaces, if asked', async () => {
  const [path, keep] = [join(folder, 'file'), join(folder, 'before')];
  for (const contents of ['1', '2', '3']) await atomicWrite(path, contents, { keep });
  expect([readFileSync(keep, 'utf8'), readFileSync(path, 'utf8')]).toEqual(['2', '3']);
});

it('removes what ended processes left, and nothing else', async () => {
  const { pid } = spawnSync(process.execPath, ['--version']);
  const own = await thisProcess();
  const others = [
    // A writer at work, downloads of browsers, and what never was ours.
    `file.${own.pid}-${own.started ?? 'unknown'}-0123abcd.part`,
    'film.part',
    'film.2024.part',
    `file.${pid}-0123abcd`,
  ];
  const leftovers = [
    `file.${pid}-0123abcd-0123abcd.part`,
    `file.${pid}-unknown-0123abcd.part`,
    // The number is another process's now.
    ...(own.started === null ? [] : [`file.${own.pid}-0123abcd-0123abcd.part`]),
  ];
  for (const name of [...others, ...leftovers]) writeFileSync(join(folder, name), '');
  await removeLeftovers(folder);
  expect(readdirSync(folder)).toEqual(others.sort());
  await removeLeftovers(join(folder, 'none'));
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

it.runIf(process.platform === 'linux')('keeps the old file when the new one does not fit', () => {
  const table = join(folder, 'table.csv');
  const path = join(folder, 'file');
  writeFileSync(table, 'a,b\n1,2\n2,4\n3,6\n');
  writeFileSync(path, 'old');
  // No file that the shell's children write may be larger than a kilobyte.
  const args = [process.execPath, program, 'new', table, '--out', path, '--force'];
  const { status, stderr } = spawnSync('bash', ['-c', 'ulimit -f 1; exec "$0" "$@"', ...args], {
    encoding: 'utf8',
    env: homeEnvironment(folder),
  });
  expect(stderr).toContain(`${path}: Cannot write this file (EFBIG), so nothing was changed`);
  expect(status).toBe(2);
  expect(readFileSync(path, 'utf8')).toBe('old');
  expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([]);
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

import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ProblemError } from '../../base/problem.js';
import { contentsOf, importFrom, tarOf, zipOf } from '../../testing/imports.js';
import fixtures from './__fixtures__/archives.json' with { type: 'json' };
import type { Container } from './container.js';
import { openImport } from './index.js';
import { tar } from './tar.js';
import { zip } from './zip.js';
import { refusal } from '../../testing/problems.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'loom-archives-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function file(name: string, bytes: Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}

const kindOf = (name: string) => (name.endsWith('.zip') ? zip : tar);
const MAX = 2 ** 20;

it.each(Object.entries(fixtures.archives))('reads %s written by Python', async (name, bytes) => {
  const container = await kindOf(name).open(file(name, Buffer.from(bytes, 'base64')));
  expect(await contentsOf(container, MAX)).toEqual(fixtures.files);
  expect(container.skipped).toEqual([]);
});

describe.each([
  ['zip', 'trap.zip', zipOf],
  ['tar', 'trap.tar', tarOf],
  ['tar.gz', 'trap.tar.gz', (entries: Parameters<typeof tarOf>[0]) => gzipSync(tarOf(entries))],
] as const)('a hostile %s', (_, name, make) => {
  const open = (bytes: Uint8Array) => kindOf(name).open(file(name, bytes));

  it.each([
    '../outside.png',
    'cats/../../outside.png',
    '/etc/passwd',
    'C:\\windows\\system32\\1.png',
    '..\\outside.png',
    '\\\\server\\share\\1.png',
  ])('with the entry %s is rejected, and nothing is written', async (path) => {
    mkdirSync(join(folder, 'inside'));
    const archive = make([
      { path: 'cats/1.png', bytes: 'x' },
      { path, bytes: 'x' },
    ]);
    expect((await refusal(() => kindOf(name).open(file('inside/a', archive)))).message).toContain(
      'points outside the archive',
    );
    expect(readdirSync(folder)).toEqual(['inside']);
    expect(readdirSync(join(folder, 'inside'))).toEqual(['a']);
  });

  it('has its links, devices, hidden files and duplicate entries skipped', async () => {
    const container = await open(
      make([
        { path: 'cats/1.png', bytes: 'one' },
        { path: 'cats/link.png', bytes: '/etc/passwd', mode: 0xa1ff, type: '2' },
        { path: 'cats/device.png', bytes: '', mode: 0x21ff, type: '3' },
        { path: 'cats/1.png', bytes: 'two' },
        { path: '__MACOSX/cats/._1.png', bytes: 'x' },
        { path: 'cats/.hidden.png', bytes: 'x' },
        { path: './dogs//2.png', bytes: 'three' },
      ]),
    );
    expect(container.skipped.map(({ file: path, why }) => `${path}: ${why.code}`)).toEqual([
      'cats/link.png: bad-data/skipped-link',
      'cats/device.png: bad-data/skipped-special',
      'cats/1.png: bad-data/skipped-same-name',
      '__MACOSX/cats/._1.png: bad-data/skipped-system',
      'cats/.hidden.png: bad-data/skipped-system',
    ]);
    const found = await contentsOf(container, MAX);
    expect(Object.keys(found)).toEqual(['cats/1.png', 'dogs/2.png']);
    expect(Buffer.from(found['cats/1.png']!, 'base64').toString()).toBe('one');
  });

  it('truncated anywhere yields complete files or a problem', async () => {
    const whole = make([
      { path: 'cats/1.png', bytes: 'x'.repeat(3000) },
      { path: 'dogs/1.png', bytes: 'y'.repeat(3000) },
    ]);
    for (let length = 1; length < whole.length; length += 37) {
      const opened = await open(whole.subarray(0, length)).catch((problem: unknown) => problem);
      if (opened instanceof Error) expect(opened).toBeInstanceOf(ProblemError);
      else
        for (const text of Object.values(await contentsOf(opened as Container, MAX)))
          expect(text).toHaveLength(4000);
    }
  });
});

it('a tar archive with an unreadable size is rejected', async () => {
  const bytes = tarOf([{ path: 'cats/1.png', bytes: 'x' }]);
  // The first byte marks the size as binary, but isn't one of the two valid markers.
  bytes[124] = 0x81;
  bytes.fill(' ', 148, 156);
  const sum = bytes.subarray(0, 512).reduce((total, byte) => total + byte, 0);
  bytes.write(`${sum.toString(8).padStart(6, '0')}\u0000 `, 148);
  expect((await refusal(() => tar.open(file('size.tar', bytes)))).message).toContain('damaged or truncated');
});

it('a gzip bomb in a tar archive is stopped at 100 times its size', async () => {
  const bomb = gzipSync(tarOf([{ path: 'a/1.png', bytes: Buffer.alloc(300 * 2 ** 20) }]), { level: 1 });
  expect(bomb.length).toBeLessThan(2 ** 21);
  expect((await refusal(() => tar.open(file('bomb.tgz', bomb)))).message).toContain(
    'unpacks to more than 100 times',
  );
});

it.each([
  ['nothing at all', 'a.zip', Buffer.alloc(0), 'a.zip: This file is empty'],
  ['a text', 'notes.txt', Buffer.from('hello'), 'notes.txt: This file type cannot be imported. Expected'],
  [
    'a zip without images',
    'b.zip',
    zipOf([{ path: 'a/readme.txt', bytes: 'x' }]),
    'b.zip: This contains nothing',
  ],
  [
    'images without folders',
    'c.zip',
    zipOf([{ path: '1.png', bytes: 'x' }]),
    'c.zip: 1 image without labels: 1.png',
  ],
  [
    'an archive in an archive',
    'd.zip',
    zipOf([{ path: 'a/b.zip', bytes: 'PK' }]),
    'd.zip: This contains nothing',
  ],
  ['the beginning of a zip', 'e.zip', Buffer.from('PK\u0003\u0004'), 'e.zip: This archive is damaged'],
  ['a damaged gzip', 'f.gz', Buffer.from('1f8b0800', 'hex'), 'f.gz: This file type cannot be imported'],
])('%s is rejected with a message', async (_, name, bytes, message) => {
  expect((await refusal(() => openImport(file(name, bytes)))).message).toContain(message);
});

const fixture = (name: string) => fileURLToPath(new URL(`./__fixtures__/archives/${name}`, import.meta.url));

it.each([
  ['bz2.zip', 'compressed with bzip2, which cannot be read. Unpack it'],
  ['lzma.zip', 'compressed with LZMA, which cannot be read. Unpack it'],
  ['t.tar.bz2', 'compressed with bzip2 cannot be read. Unpack it'],
  ['t.tar.xz', 'compressed with xz cannot be read. Unpack it'],
])('%s is refused before the import, with what to do', async (name, message) => {
  expect((await refusal(() => openImport(fixture(name)))).message).toContain(message);
});

it('a zip made by Windows in Korean has Korean classes', async () => {
  const { set } = await importFrom(fixture('korean.zip'));
  expect(set.classNames).toEqual(['강아지', '고양이']);
});

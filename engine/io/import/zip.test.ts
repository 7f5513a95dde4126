import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { contentsOf, zipOf } from '../../testing/imports.js';
import fixtures from './__fixtures__/archives.json' with { type: 'json' };
import { MAX_ENTRIES } from './container.js';
import { zip } from './zip.js';
import { refusal } from '../../testing/problems.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'loom-zip-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function file(name: string, bytes: Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}

const MAX = 2 ** 20;

describe('a zip archive', () => {
  const open = (entries: Parameters<typeof zipOf>[0]) => zip.open(file('a.zip', zipOf(entries)));

  it('with a password is rejected with that reason', async () => {
    expect((await refusal(() => open([{ path: 'a/1.png', bytes: 'x', encrypted: true }]))).message).toContain(
      'protected by a password',
    );
  });

  it('that unpacks to more than it declares is stopped there; one that declares too much is rejected', async () => {
    const bomb = Buffer.alloc(2 ** 22);
    expect(await contentsOf(await open([{ path: 'a/1.png', bytes: bomb, declared: 1000 }]), MAX)).toEqual({
      'a/1.png': 'bad-data/entry-damaged',
    });
    expect(await contentsOf(await open([{ path: 'a/1.png', bytes: bomb }]), MAX)).toEqual({
      'a/1.png': 'io/too-large',
    });
    expect(
      (await refusal(() => open([{ path: 'a/1.png', bytes: 'x', declared: 2 ** 31 }]))).message,
    ).toContain('more than 100 times');
  });

  it('with overlapping entries is rejected', async () => {
    const bytes = zipOf([
      { path: 'a/1.png', bytes: Buffer.alloc(3000, 'abc'), method: 0 },
      { path: 'a/2.png', bytes: Buffer.alloc(3000, 'abc'), method: 0 },
    ]);
    const second = bytes.lastIndexOf('PK\u0001\u0002', undefined, 'latin1');
    bytes.writeUInt32LE(0, second + 42);
    bytes.writeUInt32LE(6000, second + 20);
    expect((await refusal(() => zip.open(file('b.zip', bytes)))).message).toContain('its entries overlap');
  });

  it('with an unknown method, a wrong checksum or an invalid directory is rejected or reported', async () => {
    expect((await refusal(() => open([{ path: 'a/1.png', bytes: 'x', method: 97 }]))).message).toContain(
      'compressed with method 97, which cannot be read',
    );
    const bytes = zipOf([{ path: 'a/1.png', bytes: 'x', method: 0 }]);
    bytes[bytes.indexOf('a/1.png') + 7] = 0x79;
    expect(await contentsOf(await zip.open(file('sum.zip', bytes)), MAX)).toEqual({
      'a/1.png': 'bad-data/entry-damaged',
    });
    const zip64 = Buffer.from(fixtures.archives['zip64.zip'], 'base64');
    const end = zip64.lastIndexOf('PK\u0005\u0006', undefined, 'latin1');
    zip64.writeUInt16LE(0xfffe, end + 10);
    expect((await refusal(() => zip.open(file('absurd.zip', zip64)))).message).toContain(
      'damaged or truncated',
    );
    const [end64, locator64] = [Buffer.alloc(56), Buffer.alloc(20)];
    end64.write('PK\u0006\u0006', 'latin1');
    end64.writeBigUInt64LE(2n ** 40n, 32);
    locator64.write('PK\u0006\u0007', 'latin1');
    locator64.writeBigUInt64LE(BigInt(end), 8);
    const crowded = Buffer.concat([zip64.subarray(0, end), end64, locator64, zip64.subarray(end)]);
    expect((await refusal(() => zip.open(file('absurd.zip', crowded)))).message).toContain(
      'more than 300,000 files',
    );
    expect(MAX_ENTRIES).toBeGreaterThan(0xffff);
  });
});

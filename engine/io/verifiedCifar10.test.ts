import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { CIFAR10_FILES } from '../data/cifar10.js';
import { cifar10 } from '../testing/loom.js';
import { isCifar10Verified, readCifar10 } from './verifiedCifar10.js';

/** A time in seconds since 1970. */
const BEFORE = 1_700_000_000;

let folder: string;
let file: string;
let note: string;

/** The data set, one file of it a copy that may be damaged. */
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'loom-verified-'));
  for (const { name } of CIFAR10_FILES) symlinkSync(join(cifar10, name), join(folder, name));
  file = join(folder, 'data_batch_4.bin');
  rmSync(file);
  copyFileSync(join(cifar10, 'data_batch_4.bin'), file);
  utimesSync(file, BEFORE, BEFORE);
  note = join(folder, 'verified.json');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Changes one pixel. */
function damage(): void {
  const bytes = readFileSync(file);
  bytes[12_345_678]! ^= 1;
  writeFileSync(file, bytes);
}

it('notes what it has hashed, and believes the note until a file changes', async () => {
  expect(await isCifar10Verified(folder)).toBe(false);
  await readCifar10(folder);
  expect(await isCifar10Verified(folder)).toBe(true);

  damage();
  expect(await isCifar10Verified(folder)).toBe(false);
  await expect(readCifar10(folder)).rejects.toThrow(/data_batch_4\.bin is truncated or damaged/);
  // With the old time back nothing tells the files apart but their hash, which is not taken again.
  utimesSync(file, BEFORE, BEFORE);
  expect(await isCifar10Verified(folder)).toBe(true);
  expect(await readCifar10(folder)).toHaveLength(6);
});

it('reads and checks also where nothing can be noted', async () => {
  mkdirSync(note);
  expect(await readCifar10(folder)).toHaveLength(6);
  damage();
  await expect(readCifar10(folder)).rejects.toThrow(/expected 30730000 bytes with SHA-256 014e562d6e23…/);
});

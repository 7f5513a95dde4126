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
import { refusal } from '../testing/problems.js';
import { CIFAR10_FILES, parseCifar10 } from '../data/cifar10.js';
import { cifar10 } from '../testing/loom.js';
import { isCifar10Verified, readCifar10 } from './dataSets.js';

/** A modification time, in seconds since 1970. */
const BEFORE = 1_700_000_000;

/** Total size of the files, in bytes. */
const WHOLE = 184_380_000;

let folder: string;
let file: string;
let note: string;

/** Links to the data set, with a copy of one file that tests may damage. */
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

it('records verified files and trusts the record until a file changes', async () => {
  expect(await isCifar10Verified(folder)).toBe(false);
  await readCifar10(folder);
  expect(await isCifar10Verified(folder)).toBe(true);

  damage();
  expect(await isCifar10Verified(folder)).toBe(false);
  expect((await refusal(() => readCifar10(folder))).message).toMatch(
    /data_batch_4\.bin: This file is truncated or damaged/,
  );
  // With its old time restored, only its hash differs, which is not computed again.
  utimesSync(file, BEFORE, BEFORE);
  expect(await isCifar10Verified(folder)).toBe(true);
  expect(await readCifar10(folder)).toHaveLength(WHOLE);
});

it('reads and verifies even if the record cannot be written', async () => {
  mkdirSync(note);
  expect(await readCifar10(folder)).toHaveLength(WHOLE);
  damage();
  expect((await refusal(() => readCifar10(folder))).message).toMatch(
    /expected 30,730,000 bytes with SHA-256 014e562d6e23…/,
  );
});

it('returns the images in file order, each with its own label and pixels', async () => {
  const { images, labels, trainCount } = parseCifar10(await readCifar10(folder));
  expect([labels.length, images.length, trainCount]).toEqual([60_000, 60_000 * 3072, 50_000]);
  const seen: [string, number, number][] = [
    ['data_batch_1.bin', 0, 0],
    ['data_batch_4.bin', 4321, 34_321],
    ['test_batch.bin', 9999, 59_999],
  ];
  for (const [name, record, row] of seen) {
    const bytes = readFileSync(join(cifar10, name)).subarray(record * 3073, (record + 1) * 3073);
    expect(labels[row]).toBe(bytes[0]);
    expect(Buffer.compare(images.subarray(row * 3072, (row + 1) * 3072), bytes.subarray(1))).toBe(0);
  }
});

it('names the file with an invalid label', async () => {
  const whole = new Uint8Array(2 * 30_730_000);
  whole[30_730_000 + 3073] = 10;
  const files = CIFAR10_FILES.slice(4);
  expect((await refusal(() => parseCifar10(whole, files))).message).toMatch(
    'test_batch.bin: Image 1 has the label 10, but labels are 0 to 9',
  );
  expect((await refusal(() => parseCifar10(whole))).message).toMatch(
    'CIFAR-10 has 61460000 bytes in 6 files',
  );
});

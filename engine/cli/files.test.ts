import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readSafetensors } from '../tensor/safetensors.js';
import { runLoom } from '../testing/commandLine.js';
import { cifar10, example, program, readExample, spawnLoom } from '../testing/loom.js';

let folder: string;
let run: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'loom-files-'));
  run = join(folder, 'birds');
  const args = ['train', example('birds-vs-airplanes'), '--epochs', '1', '--out', run, '--json'];
  expect((await runLoom(args)).status).toBe(0);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const loom = (...args: string[]) => runLoom(args);

describe('an incomplete data set', () => {
  const damaged =
    /data_batch_3\.bin: This file is truncated or damaged: expected 30,730,000 bytes .*\n.*data fetch.*npm run setup/;
  const BREAK: readonly (readonly [string, (file: string) => void, RegExp])[] = [
    ['missing', (file) => rmSync(file), /data_batch_3\.bin.*\n.*data fetch/],
    ['truncated', (file) => truncateSync(file, 1_000_000), damaged],
    ['cut-after-whole-images', (file) => truncateSync(file, 3073 * 1000), damaged],
    ['corrupted', (file) => writeFileSync(file, new Uint8Array(30_730_000).fill(200)), damaged],
    ['changed-in-four-pixels', (file) => overwrite(file, 20_000_000, [1, 2, 3, 4]), damaged],
  ];

  it.each(BREAK)('%s: names the file and writes nothing', async (what, breakIt, message) => {
    const broken = join(folder, what);
    mkdirSync(join(broken, 'cifar-10'), { recursive: true });
    for (const name of readdirSync(cifar10)) {
      if (name !== 'data_batch_3.bin') symlinkSync(join(cifar10, name), join(broken, 'cifar-10', name));
    }
    const file = join(broken, 'cifar-10', 'data_batch_3.bin');
    copyFileSync(join(cifar10, 'data_batch_3.bin'), file);
    breakIt(file);
    const out = join(folder, `run-${what}`);
    const args = ['train', example('birds-vs-airplanes'), '--epochs', '1', '--out', out];
    const { status, stderr } = await runLoom(args, broken);
    expect(stderr).toMatch(message);
    expect(status).toBe(2);
    expect(readdirSync(folder)).not.toContain(`run-${what}`);
    const info = await runLoom(['data', 'info'], broken);
    expect(info).toMatchObject({ status: 2, stderr });
    rmSync(broken, { recursive: true });
  });
});

function overwrite(file: string, at: number, bytes: readonly number[]): void {
  writeFileSync(file, readFileSync(file).fill(Uint8Array.from(bytes), at, at + bytes.length));
}

it('keeps the previous checkpoint if the disk fills up while writing the next', () => {
  const before = readFileSync(join(run, 'checkpoint.safetensors'));
  const names = readdirSync(run).sort();
  // A limit on file sizes makes a write fail like a full disk, for any user.
  const command = `trap '' XFSZ; ulimit -f 2000; exec "$0" "$@"`;
  const args = [program, 'train', example('birds-vs-airplanes'), '--epochs', '2', '--out', run, '--resume'];
  const env = { PATH: process.env['PATH'], HOME: folder };
  const full = spawnSync('bash', ['-c', command, process.execPath, ...args], { encoding: 'utf8', env });
  expect(full.stderr).toMatch(/checkpoint\.safetensors/);
  expect(full.status).toBe(2);
  expect(readFileSync(join(run, 'checkpoint.safetensors')).equals(before)).toBe(true);
  expect(readdirSync(run).sort()).toEqual(names);
});

describe('100 MB of garbage', () => {
  const SIZE = 100 * 1024 ** 2;
  /** Prints the process's peak memory, in kilobytes, when it exits. */
  // The peak of the program itself: `maxRSS` counts the process that started it, too.
  const METER = `process.on('exit', () => {
    const [, peak] = /VmHWM:\\s*(\\d+) kB/.exec(require('node:fs').readFileSync('/proc/self/status', 'utf8'));
    process.stdout.write(peak);
  });`;
  /** The commands that read a garbage's contents; projects are refused by their size, before they are read. */
  const GARBAGE: readonly (readonly [string, (bytes: Uint8Array) => unknown, readonly string[]])[] = [
    ['zeros', () => undefined, ['train', 'summary', 'verify']],
    ['noise', (bytes) => bytes.forEach((_, i) => (bytes[i] = Math.imul(i, 2654435761) >>> 24)), ['verify']],
    ['bytes that resemble an ONNX file', (bytes) => bytes.fill(0x08), ['verify']],
    [
      'an ONNX file with millions of unknown fields',
      (bytes) => {
        // A varint in field 30, which exists in no version of the format.
        for (let i = 2; i + 3 <= bytes.length; i += 3) bytes.set([0xf0, 0x01, 0x01], i);
        bytes.set([0x08, 0x0a]);
      },
      ['verify'],
    ],
  ];

  it.each(GARBAGE)('is rejected with little memory: %s', (_, fill, commands) => {
    const bytes = new Uint8Array(SIZE);
    fill(bytes);
    const [garbage, meter] = [join(folder, 'garbage'), join(folder, 'meter.cjs')];
    writeFileSync(garbage, bytes);
    writeFileSync(meter, METER);
    for (const command of commands) {
      const { status, stdout, stderr } = spawnLoom(folder, [command, garbage], {
        NODE_OPTIONS: `--require ${meter}`,
      });
      expect(stderr).toMatch(/garbage/);
      expect(status).toBe(2);
      // Node itself, plus the file at most twice.
      expect(Number(stdout)).toBeGreaterThan(10_000);
      expect(Number(stdout)).toBeLessThan(400_000);
    }
    rmSync(garbage);
  });
});

it('accepts a batch size larger than the data, and explains the effect', async () => {
  const project = readExample('thermometer-linear');
  project.training.batchSize = 64;
  const file = join(folder, 'large.loom');
  writeFileSync(file, JSON.stringify(project));
  const { status, stdout } = await loom(
    'train',
    file,
    '--epochs',
    '2',
    '--out',
    join(folder, 'large'),
    '--no-export',
  );
  expect(status).toBe(0);
  expect(stdout).toMatch(/batch size 64 is larger than the 9 training samples/);
});

it('keeps the last good checkpoint when the loss becomes NaN', async () => {
  const project = readExample('thermometer-linear');
  project.training.optimizer['lr'] = 1;
  const file = join(folder, 'wild.loom');
  const out = join(folder, 'wild');
  writeFileSync(file, JSON.stringify(project));
  expect((await loom('train', file, '--out', out)).status).toBe(2);
  const { tensors } = readSafetensors(new Uint8Array(readFileSync(join(out, 'checkpoint.safetensors'))));
  for (const { data: values } of Object.values(tensors)) {
    expect(Array.from(values as Float32Array, Number).every(Number.isFinite)).toBe(true);
  }
});

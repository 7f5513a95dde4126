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
import { spawnSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cifar10, example, jsonLines, program, readExample, root, runLoom } from '../testing/loom.js';
import { saveTestImage } from '../testing/testImage.js';
import { readSafetensors } from '../torch/safetensors.js';

let folder: string;
let run: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'loom-files-'));
  run = join(folder, 'birds');
  const args = ['train', example('birds-vs-airplanes'), '--epochs', '1', '--out', run, '--json'];
  expect(runLoom(folder, args).status).toBe(0);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const loom = (...args: string[]) => runLoom(folder, args);

describe('an exported file', () => {
  it('passes its certificate on all 2,000 images, with raw pixels too', () => {
    const pixels = join(folder, 'pixels.onnx');
    expect(loom('export', run, '--out', pixels, '--input', 'pixels').status).toBe(0);
    for (const file of [join(run, 'model.onnx'), pixels]) {
      const { status, stdout } = loom('verify', file, '--json');
      expect(status).toBe(0);
      const { certificate } = jsonLines(stdout)[0] as { certificate: Record<string, number> };
      expect(certificate).toMatchObject({ images: 2000, labelAgreement: 1 });
      expect(certificate['maxAbsDiff']).toBeLessThanOrEqual(1e-5);
    }
  });

  it('fails its certificate when one of its weights is damaged', () => {
    const bytes = readFileSync(join(run, 'model.onnx'));
    bytes[Math.floor(bytes.length / 2)]! ^= 0x40;
    const damaged = join(folder, 'damaged.onnx');
    writeFileSync(damaged, bytes);
    const { status, stderr } = loom('verify', damaged);
    expect(stderr).toMatch(/fails its certificate: its weights have changed/);
    expect(status).toBe(1);
  });

  it('says what is in pictures, the same for tensors and for pixels', async () => {
    const pixels = join(folder, 'predict.onnx');
    loom('export', run, '--out', pixels, '--input', 'pixels', '--output', 'probabilities');
    // The test set's images 3 and 10 are airplanes.
    const images = [await saveTestImage(folder, 3), await saveTestImage(folder, 10)];
    const [a, b] = [join(run, 'model.onnx'), pixels].map((file) => {
      const { status, stdout } = loom('predict', file, ...images, '--json');
      expect(status).toBe(0);
      return jsonLines(stdout) as { label: string; probabilities: Record<string, number> }[];
    });
    expect(a!.map(({ label }) => label)).toEqual(['airplane', 'airplane']);
    a!.forEach(({ probabilities }, i) => {
      expect(probabilities['airplane']).toBeCloseTo(b![i]!.probabilities['airplane']!, 5);
      expect(probabilities['airplane']! + probabilities['bird']!).toBeCloseTo(1, 5);
    });
  });

  it.each([
    ['no image', () => join(root, 'LICENSE'), /LICENSE is no image that can be read/],
    ['a file that is not there', () => join(folder, 'none.png'), /none\.png/],
  ])('refuses %s', (_, path, message) => {
    const { status, stderr } = loom('predict', join(run, 'model.onnx'), path());
    expect(stderr).toMatch(message);
    expect(status).toBe(2);
  });
});

describe('a data set that is not whole', () => {
  const BREAK: readonly (readonly [string, (file: string) => void, RegExp])[] = [
    ['missing', (file) => rmSync(file), /data_batch_3\.bin/],
    ['truncated', (file) => truncateSync(file, 1_000_000), /data_batch_3\.bin/],
    ['corrupted', (file) => writeFileSync(file, new Uint8Array(30_730_000).fill(200)), /data_batch_3\.bin/],
  ];

  it.each(BREAK)('%s: says which file and writes nothing', (what, breakIt, message) => {
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
    const { status, stderr } = runLoom(folder, args, { LAYERLOOM_DATA_DIR: broken });
    expect(stderr).toMatch(message);
    expect(status).toBe(2);
    expect(readdirSync(folder)).not.toContain(`run-${what}`);
  });
});

it('keeps the checkpoint when the disk is full in the middle of the next', () => {
  const before = readFileSync(join(run, 'checkpoint.safetensors'));
  const names = readdirSync(run).sort();
  // A limit on the size of files fails a write just as a full disk does, for every user.
  const command = `trap '' XFSZ; ulimit -f 2000; exec "$0" "$@"`;
  const args = [program, 'train', example('birds-vs-airplanes'), '--epochs', '2', '--out', run, '--resume'];
  const env = { PATH: process.env['PATH'], HOME: folder };
  const full = spawnSync('bash', ['-c', command, process.execPath, ...args], { encoding: 'utf8', env });
  expect(full.stderr).toMatch(/checkpoint\.safetensors/);
  expect(full.status).toBe(2);
  expect(readFileSync(join(run, 'checkpoint.safetensors')).equals(before)).toBe(true);
  expect(readdirSync(run).sort()).toEqual(names);
});

it('refuses 100 MB of garbage without reading it as a project or a model', () => {
  const garbage = join(folder, 'garbage');
  writeFileSync(garbage, '');
  truncateSync(garbage, 100 * 1024 ** 2);
  for (const command of ['train', 'summary', 'verify']) {
    const { status, stderr } = loom(command, garbage);
    expect(stderr).toMatch(/garbage/);
    expect(status).toBe(2);
  }
});

it('takes a batch size larger than the data, and says what that means', () => {
  const project = readExample('thermometer-linear');
  project.training.batchSize = 64;
  const file = join(folder, 'large.loom');
  writeFileSync(file, JSON.stringify(project));
  const { status, stdout } = loom(
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

it('keeps the last good checkpoint when the loss is no longer a number', () => {
  const project = readExample('thermometer-linear');
  project.training.optimizer['lr'] = 1;
  const file = join(folder, 'wild.loom');
  const out = join(folder, 'wild');
  writeFileSync(file, JSON.stringify(project));
  expect(loom('train', file, '--out', out).status).toBe(2);
  const { tensors } = readSafetensors(new Uint8Array(readFileSync(join(out, 'checkpoint.safetensors'))));
  for (const { data: values } of Object.values(tensors)) {
    expect(Array.from(values as Float32Array, Number).every(Number.isFinite)).toBe(true);
  }
});

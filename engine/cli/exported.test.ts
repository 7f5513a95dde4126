import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Certificate } from '../exchange/onnx/certificate.js';
import { runLoom } from '../testing/commandLine.js';
import { saveTestImage } from '../testing/imports.js';
import { example, jsonLines, root } from '../testing/loom.js';

let folder: string;
let run: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'loom-exported-'));
  run = join(folder, 'birds');
  const args = ['train', example('birds-vs-airplanes'), '--epochs', '1', '--out', run, '--json'];
  expect((await runLoom(args)).status).toBe(0);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const loom = (...args: string[]) => runLoom(args);

/** Exports the run, once in each form; gives the file's path. */
async function exported(input: string, output: string): Promise<string> {
  const file = join(folder, `${input}-${output}.onnx`);
  if (existsSync(file)) return file;
  expect((await loom('export', run, '--out', file, '--input', input, '--output', output)).status).toBe(0);
  return file;
}

/** A copy of a file with changed bytes. */
function damaged(file: string, change: (bytes: Buffer) => void): string {
  const bytes = readFileSync(file);
  change(bytes);
  const copy = join(folder, 'damaged.onnx');
  writeFileSync(copy, bytes);
  return copy;
}

const middle = ({ length }: Buffer) => Math.floor(length / 2);

describe('training that goes on from a file', () => {
  const from = (file: string, ...more: string[]) =>
    loom('train', file, '--epochs', '1', '--no-export', '--json', '--log-steps', '1', ...more);

  it('starts with its weights, on its data, and says so in the record', async () => {
    const out = join(folder, 'on');
    const { status, stdout } = await from(await exported('pixels', 'logits'), '--out', out);
    expect(status).toBe(0);
    const of = (name: string) => jsonLines(stdout).find(({ event }) => event === name)!;
    // From the seed's own weights the first loss is 0.693 and the first epoch's 0.506 (PyTorch).
    expect(of('step')['loss']).toBeLessThan(0.55);
    expect(of('epoch')['trainLoss']).toBeLessThan(0.47);
    const record = JSON.parse(readFileSync(join(out, 'run.json'), 'utf8')) as Record<string, unknown>;
    expect(record['startedFrom']).toMatch(/^[0-9a-f]{64}$/);
    expect((await from(await exported('pixels', 'logits'), '--out', out, '--resume')).status).toBe(0);
    const file = join(folder, 'on.onnx');
    expect((await loom('export', out, '--out', file)).status).toBe(0);
    expect((await loom('verify', file, '--json')).status).toBe(0);
    // The run remembers what it started from, so that its project alone resumes it; other weights do not.
    expect((await from(example('birds-vs-airplanes'), '--out', out, '--resume')).status).toBe(0);
    expect(JSON.parse(readFileSync(join(out, 'run.json'), 'utf8'))).toMatchObject({
      startedFrom: record['startedFrom'],
    });
    const changed = damaged(await exported('pixels', 'logits'), (bytes) =>
      bytes.writeUInt8(bytes.readUInt8(middle(bytes)) ^ 1, middle(bytes)),
    );
    const other = await from(changed, '--out', out, '--resume');
    expect(other).toMatchObject({ status: 2, stderr: expect.stringContaining('checkpoint') as string });
  });
});

describe('the certificate', () => {
  it.each([
    ['tensor', 'log_probabilities'],
    ['pixels', 'log_probabilities'],
    ['pixels', 'logits'],
    ['tensor', 'probabilities'],
    ['pixels', 'prediction'],
  ])('is given to a file from %s to %s, on all 2,000 images', async (input, output) => {
    const { status, stdout } = await loom('verify', await exported(input, output), '--json');
    expect(status).toBe(0);
    const { certificate } = jsonLines(stdout)[0] as { certificate: Certificate };
    expect(certificate).toMatchObject({ images: 2000, labelAgreement: 1, kernels: { images: 32 } });
    expect(certificate.maxAbsDiff).toBeLessThanOrEqual(1e-5);
    expect(certificate.kernels.maxAbsDiff).toBeLessThanOrEqual(1e-5);
    expect(certificate.onnxAccuracy).toBeGreaterThan(0.7);
  });

  it('is refused to a file with damaged weights, saying by how much its outputs have moved', async () => {
    const file = damaged(join(run, 'model.onnx'), (bytes) => {
      const middle = Math.floor(bytes.length / 2);
      for (let i = middle; i < middle + 4000; i++) bytes[i]! ^= 0x10;
    });
    const { status, stderr } = await loom('verify', file);
    const [, difference] = /the weights have changed .* by up to (\S+)\. Export/.exec(stderr) ?? [];
    expect(Number(difference)).toBeGreaterThan(1e-5);
    expect(status).toBe(1);
  });

  it('is refused to a file that normalizes differently, saying by how much it differs', async () => {
    const file = damaged(await exported('pixels', 'logits'), (bytes) => {
      const at = bytes.indexOf(new Uint8Array(Float32Array.of(0.4915).buffer));
      expect(at).toBeGreaterThan(0);
      bytes.writeFloatLE(0.5, at);
    });
    const { status, stderr } = await loom('verify', file);
    expect(stderr).toMatch(/fails its certificate: its numbers differ .* by up to \d\.\d+e[+-]\d/);
    expect(status).toBe(1);
  });
});

it('names the operators of a file that Layerloom does not have', async () => {
  const file = damaged(join(run, 'model.onnx'), (bytes) => {
    for (let at = bytes.indexOf('Gemm'); at >= 0; at = bytes.indexOf('Gemm', at)) bytes.write('LSTM', at);
  });
  for (const args of [
    ['verify', file],
    ['predict', file, 'none.png'],
  ]) {
    const { status, stderr } = await loom(...args);
    expect(stderr).toMatch(
      /damaged\.onnx: This file uses operators that Layerloom does not have: LSTM \(2×\)\. Only files exported by Layerloom.*Draw/,
    );
    expect(status).toBe(2);
  }
});

it('keeps the file that is there when another cannot be exported', async () => {
  const file = await exported('tensor', 'logits');
  const before = readFileSync(file);
  const { status, stderr } = await loom('export', run, '--out', file, '--output', 'values');
  expect(stderr).toMatch(/This model gives log_probabilities, so it cannot give values/);
  expect(status).toBe(2);
  expect(readFileSync(file).equals(before)).toBe(true);
});

describe('predict', () => {
  it('says what is in pictures, the same for tensors and for pixels', async () => {
    // The test set's images 3 and 10 are airplanes.
    const images = [await saveTestImage(folder, 3), await saveTestImage(folder, 10)];
    const files = [join(run, 'model.onnx'), await exported('pixels', 'probabilities')];
    const predicted = files.map(async (file) => {
      const { status, stdout } = await loom('predict', file, ...images, '--json');
      expect(status).toBe(0);
      return jsonLines(stdout) as { label: string; probabilities: Record<string, number> }[];
    });
    const [a, b] = await Promise.all(predicted);
    expect(a!.map(({ label }) => label)).toEqual(['airplane', 'airplane']);
    a!.forEach(({ probabilities }, i) => {
      expect(probabilities['airplane']).toBeCloseTo(b![i]!.probabilities['airplane']!, 5);
      expect(probabilities['airplane']! + probabilities['bird']!).toBeCloseTo(1, 5);
    });
    const text = (await loom('predict', await exported('pixels', 'prediction'), ...images)).stdout;
    expect(text).toBe(images.map((image) => `${image}: airplane\n`).join(''));
  });

  it.each([
    ['no image', () => join(root, 'LICENSE'), /LICENSE: This image cannot be read/],
    ['a file that is not there', () => join(folder, 'none.png'), /none\.png/],
  ])('refuses %s', async (_, path, message) => {
    const { status, stderr } = await loom('predict', join(run, 'model.onnx'), path());
    expect(stderr).toMatch(message);
    expect(status).toBe(2);
  });

  it('refuses a model for tables', async () => {
    const table = join(folder, 'table');
    expect((await loom('train', example('thermometer-linear'), '--epochs', '2', '--out', table)).status).toBe(
      0,
    );
    const { status, stderr } = await loom('predict', join(table, 'model.onnx'), 'x.png');
    expect(stderr).toMatch(/This file is not an image classifier/);
    expect(status).toBe(2);
  });
});

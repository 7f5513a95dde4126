import { cpSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { runLoom } from '../testing/commandLine.js';
import { example, readExample, root } from '../testing/loom.js';

let folder: string;
let run: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'loom-messages-'));
  run = join(folder, 'run');
  expect((await loom('train', example('thermometer-linear'), '--epochs', '2', '--out', run)).status).toBe(0);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const loom = (...args: string[]) => runLoom(args);

it.each([
  [
    'a binary file',
    ['summary', join(root, 'assets/icons/icon.png')],
    /icon\.png: This file is not JSON: it is a binary file\. Expected a project file \(\.loom\)/,
  ],
  [
    'a negative number',
    ['train', 'assets/examples/thermometer-linear.loom', '--epochs', '-1'],
    /--epochs: Expected a whole number from 1 to 1000000, got "-1"/,
  ],
  [
    'an option without its value',
    ['train', 'x.loom', '--out', '--json'],
    /--out requires a value\.\nUsage: layerloom train/,
  ],
  ['an export without a folder', ['export', '--out', 'x.onnx'], /Expected one folder, got 0/],
  [
    'an unknown output',
    ['export', 'x', '--out', 'x.onnx', '--output', 'natural'],
    /--output: Expected logits, .*, values, got "natural"/,
  ],
])('rejects %s with a specific message', async (_, args, message) => {
  const { status, stderr } = await loom(
    ...args.map((arg) => (arg.startsWith('assets/') ? join(root, arg) : arg)),
  );
  expect(stderr).toMatch(message);
  expect(status).toBe(2);
});

it.each([
  [['train'], /Draw other networks as a project \(\.loom\) and train them here/],
  [['verify'], /Give the project to compare it with: --project FILE\.loom/],
  [['predict'], /Only files exported by Layerloom can be used for prediction/],
])('says what to do with a foreign ONNX file: %s', async ([command], advice) => {
  // Renaming the metadata key hides the project from Layerloom.
  const bytes = readFileSync(join(run, 'model.onnx'));
  bytes.write('somewhere', bytes.lastIndexOf('layerloom.project'));
  const file = join(folder, 'damaged.onnx');
  writeFileSync(file, bytes);
  const { status, stderr } = await loom(command!, file, ...(command === 'predict' ? ['none.png'] : []));
  expect(stderr).toMatch(/damaged\.onnx: This file was not exported by Layerloom: it contains no project/);
  expect(stderr).toMatch(advice);
  expect(status).toBe(2);
});

it.each([
  [
    'nodir/x.onnx',
    /nodir\/x\.onnx: Cannot write this file \(ENOENT\), so nothing was changed: its folder does not exist/,
  ],
  ['.', /\.: Cannot write this file \(EISDIR\), so nothing was changed: it is a folder/],
])('explains why it cannot write to %s, with the path as given', async (out, message) => {
  const { status, stderr } = await loom('export', run, '--out', out);
  expect(stderr).toMatch(message);
  expect(status).toBe(2);
});

it('names the damaged checkpoint and what to do', async () => {
  const copy = join(folder, 'copy');
  cpSync(run, copy, { recursive: true });
  rmSync(join(copy, 'checkpoint.previous.safetensors'), { force: true });
  truncateSync(join(copy, 'checkpoint.safetensors'), 1000);
  const { status, stderr } = await loom('export', copy, '--out', join(folder, 'never.onnx'));
  expect(stderr).toMatch(/copy\/checkpoint\.safetensors: This safetensors file is damaged: .* or retrain/);
  expect(status).toBe(2);
});

it('notes when all requested epochs are already done, and when there is no validation', async () => {
  const project = readExample('thermometer-linear');
  project.data.validation = { from: 'train', share: 0.01 };
  const [file, out] = [join(folder, 'little.loom'), join(folder, 'little')];
  writeFileSync(file, JSON.stringify(project));
  const first = (await loom('train', file, '--epochs', '3', '--out', out, '--no-export')).stdout;
  expect(first).toMatch(/note: A share of 0\.01 holds out none of the 11 samples, so nothing is validated/);
  expect(first).not.toMatch(/already/);
  const again = await loom('train', file, '--epochs', '1', '--out', out, '--no-export', '--resume');
  expect(again.stdout).toMatch(
    /note: Nothing is left to train: 1 epoch requested, 3 already done\.\nnote: .*--epochs/,
  );
  expect(again.status).toBe(0);
});

it('says before training that there is only one class', async () => {
  const project = readExample('birds-vs-airplanes');
  project.data.classes = ['bird'];
  project.data.limitPerClass = 50;
  project.model.layers.at(-2)!.params['out_features'] = 1;
  const file = join(folder, 'one-class.loom');
  writeFileSync(file, JSON.stringify(project));
  const out = join(folder, 'one-class');
  const { stdout, stderr } = await loom('train', file, '--epochs', '1', '--out', out, '--no-export');
  expect(stdout + stderr).toContain('A classifier requires at least two classes');
});

it('exports the PyTorch code and the weights of a run', async () => {
  const code = join(folder, 'net.py');
  expect((await loom('export', run, '--format', 'python', '--out', code)).status).toBe(0);
  expect(readFileSync(code, 'utf8')).toContain('def build_model():');
  const both = join(folder, 'code');
  expect((await loom('export', run, '--format', 'python', '--out', both)).status).toBe(0);
  expect(readFileSync(join(both, 'model.py'), 'utf8')).toBe(readFileSync(code, 'utf8'));
  expect(readFileSync(join(both, 'train.py'), 'utf8')).toContain('from model import build_model');
  const weights = join(folder, 'w.safetensors');
  const done = await loom('export', run, '--format', 'safetensors', '--out', weights, '--json');
  expect(JSON.parse(done.stdout)).toEqual({ event: 'done', file: weights });
  expect(readFileSync(weights, 'latin1')).toContain('.weight');
  const refused = await loom('export', run, '--format', 'python', '--input', 'columns', '--out', code);
  expect(refused).toMatchObject({
    status: 2,
    stderr: expect.stringContaining('for ONNX files only') as string,
  });
});

it('says why a run of an earlier version with --seed does not go on, and what to do', async () => {
  const csv = join(folder, 'rows.csv');
  writeFileSync(csv, `x,y\n${Array.from({ length: 20 }, (_, i) => `${i * i},${i}\n`).join('')}`);
  const file = join(folder, 'rows.loom');
  expect((await loom('new', csv, '--out', file)).status).toBe(0);
  const out = join(folder, 'seeded');
  const train = (...args: string[]) => loom('train', file, '--out', out, '--no-export', ...args);
  expect((await train('--epochs', '1', '--seed', '5')).status).toBe(0);
  // Earlier versions kept the figures of the project's own seed.
  const record = JSON.parse(readFileSync(join(out, 'run.json'), 'utf8')) as { project: { data: object } };
  const { data } = JSON.parse(readFileSync(file, 'utf8')) as { data: object };
  record.project.data = { ...record.project.data, ...data };
  writeFileSync(join(out, 'run.json'), JSON.stringify(record));
  const { status, stderr } = await train('--epochs', '2', '--seed', '5', '--resume');
  expect(status).toBe(2);
  expect(stderr).toMatch(/another mean and standard deviation .*\n.*write the seed into the project file/);
});

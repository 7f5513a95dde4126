import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSession } from '../backends/onnxruntime/session.js';
import type { Evaluated } from '../jobs/evaluate.js';
import { tensor, toNumbers } from '../tensor/tensor.js';
import { runLoom } from '../testing/commandLine.js';
import { example, type Json, jsonLines } from '../testing/loom.js';
import { openExample } from '../testing/training.js';

let folder: string;
let birds: string;
let thermometer: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'loom-evaluate-'));
  [birds, thermometer] = [join(folder, 'birds'), join(folder, 'thermometer')];
  expect((await loom('train', example('birds-vs-airplanes'), '--epochs', '1', '--out', birds)).status).toBe(
    0,
  );
  expect(
    (await loom('train', example('thermometer-tanh'), '--epochs', '200', '--out', thermometer)).status,
  ).toBe(0);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const loom = (...args: string[]) => runLoom(args);
const evaluated = async (...args: string[]) => {
  const { stdout, stderr } = await loom('evaluate', ...args, '--json');
  expect(stderr).toBe('');
  return JSON.parse(stdout) as Evaluated;
};
const model = (run: string) => join(run, 'model.onnx');

/** The figures of the last epoch, which training computed. */
const lastEpoch = (run: string) =>
  (JSON.parse(readFileSync(join(run, 'run.json'), 'utf8')) as { epochs: Json[] }).epochs.at(-1)!;

describe('a classifier', () => {
  it('has the accuracy of its training on the same rows, from the run and from the file', async () => {
    const found = await evaluated(birds);
    expect(found).toMatchObject({ split: 'validation', samples: 2000, regression: null, translation: null });
    const { accuracy, confusion, perClass, interval } = found.classification!;
    expect(accuracy).toBeCloseTo(lastEpoch(birds)['validationAccuracy'] as number, 12);
    expect(confusion.map((row) => row.reduce((sum, count) => sum + count, 0))).toEqual([1000, 1000]);
    expect(perClass.map((one) => one.class)).toEqual(['airplane', 'bird']);
    expect(interval[0]).toBeLessThan(accuracy);
    expect(interval[1]).toBeGreaterThan(accuracy);
    const ofFile = (await evaluated(model(birds))).classification!;
    expect(ofFile.confusion).toEqual(confusion);
    expect(ofFile.calibration!.error).toBeCloseTo(found.classification!.calibration!.error, 6);
    expect((await evaluated(birds, '--split', 'train')).samples).toBe(10_000);
  });

  it('is shown as tables, without a calibration for a file that gives the class alone', async () => {
    const { stdout } = await loom('evaluate', birds);
    expect(stdout).toContain('95 % interval (Wilson)');
    expect(stdout).toMatch(/airplane +\d+ +\d+\nbird +\d+ +\d+/);
    const file = join(folder, 'prediction.onnx');
    expect((await loom('export', birds, '--out', file, '--output', 'prediction')).status).toBe(0);
    const { classification } = await evaluated(file);
    expect(classification!.calibration).toBeNull();
    expect(classification!.accuracy).toBe((await evaluated(birds)).classification!.accuracy);
    expect((await loom('evaluate', file)).stdout).toContain('the file gives the class alone');
  });

  it('passes the translation test of a direct computation', async () => {
    const file = join(folder, 'pixels.onnx');
    const form = ['--input', 'pixels', '--output', 'probabilities'];
    expect((await loom('export', birds, '--out', file, ...form)).status).toBe(0);
    const { translation, classification } = await evaluated(file, '--translate', '2');
    const { offsets, accuracy, probability } = translation!;
    expect(offsets).toEqual([-2, -1, 0, 1, 2]);
    expect(accuracy[2]![2]).toBe(classification!.accuracy);

    const { source } = (await openExample('birds-vs-airplanes')).recipe;
    const session = await openSession(readFileSync(file), 1);
    const [dx, dy] = [2, -1];
    const moved = new Uint8Array(source.validation.length * 32 * 32 * 3);
    source.validation.forEach((row, i) => {
      for (let y = 0; y < 32; y++) {
        for (let x = 0; x < 32; x++) {
          const [fromX, fromY] = [x - dx, y - dy];
          if (fromX < 0 || fromX > 31 || fromY < 0 || fromY > 31) continue;
          for (let c = 0; c < 3; c++) {
            const at = ((row * 3 + c) * 32 + fromY) * 32 + fromX;
            moved[((i * 32 + y) * 32 + x) * 3 + c] = Number(source.samples.data[at]);
          }
        }
      }
    });
    const input = tensor('uint8', [source.validation.length, 32, 32, 3], moved);
    const probabilities = toNumbers((await session.run({ input }))['probabilities']!);
    const ofLabels = [...source.validation].map(
      (row, i) => probabilities[2 * i + Number(source.targets.data[row])]!,
    );
    const right = ofLabels.filter((p) => p > 0.5).length;
    const sum = ofLabels.reduce((total, p) => total + p, 0);
    await session.dispose();
    expect(accuracy[1]![4]).toBe(right / 2000);
    expect(probability![1]![4]).toBeCloseTo(sum / 2000, 6);
    expect((await loom('evaluate', file, '--translate', '1')).stdout).toMatch(/worst shift +\d/);
  });
});

describe('a regressor', () => {
  it('has errors in the unit of its target, beside those of the mean of the rows that train', async () => {
    const found = await evaluated(thermometer, '--split', 'train');
    expect(found).toMatchObject({ samples: 9, classification: null });
    const [{ target, mae, rmse, r2, baseline }] = found.regression as [
      NonNullable<Evaluated['regression']>[number],
    ];
    expect(target).toBe('t_c');
    expect(rmse ** 2).toBeCloseTo(lastEpoch(thermometer)['trainLoss'] as number, 0);
    expect(mae).toBeLessThanOrEqual(rmse);
    // The mean of the rows that train explains nothing of them.
    expect(baseline.r2).toBeCloseTo(0, 12);
    expect(r2!).toBeCloseTo(1 - rmse ** 2 / baseline.rmse ** 2, 10);
    const [ofFile] = (await evaluated(model(thermometer), '--split', 'train')).regression!;
    expect(ofFile!.rmse).toBeCloseTo(rmse, 4);
    expect((await loom('evaluate', thermometer)).stdout).toContain('mean of the training samples');
  });
});

it.each([
  [() => [join(folder, 'nothing')], 'bad-checkpoint/no-model'],
  [() => [example('birds-vs-airplanes')], 'bad-onnx/unreadable'],
  [() => [thermometer, '--translate', '2'], 'bad-argument/other-data'],
  [() => [birds, '--translate', '0'], 'bad-argument/range'],
  [() => [birds, '--split', 'test'], 'bad-argument/word'],
  [() => [], 'bad-argument/count'],
  [async () => [await withoutValidation()], 'bad-data/empty-split'],
])('refuses what it cannot judge: %#', async (args, code) => {
  const { status, stdout } = await loom('evaluate', ...(await args()), '--json');
  expect(status).toBe(2);
  expect(jsonLines(stdout)).toMatchObject([{ event: 'error', problem: code }]);
});

/** A run of a project in which no row validates. */
async function withoutValidation(): Promise<string> {
  const project = JSON.parse(readFileSync(example('thermometer-tanh'), 'utf8')) as { data: Json };
  project.data['validation'] = null;
  const [file, out] = [join(folder, 'all.loom'), join(folder, 'all')];
  writeFileSync(file, JSON.stringify(project));
  expect((await loom('train', file, '--epochs', '1', '--out', out)).status).toBe(0);
  return out;
}

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { z } from '../base/zod.js';
import { createNodeEnvironment } from '../io/environment.js';
import { places, readExample } from '../testing/loom.js';
import { askJob } from '../testing/training.js';
import { expectClose } from '../testing/numbers.js';
import { refusal } from '../testing/problems.js';
import type { Job } from './define.js';
import { evaluate } from './evaluate.js';
import { regression, type RegressionAnswer } from './regression.js';
import { train } from './train.js';

const environment = createNodeEnvironment(places);
let folder: string;

const ask = <I extends z.ZodType, R extends z.ZodType>(
  job: Job<string, 'engine', I, z.ZodType, R, unknown>,
  input: z.input<I>,
) => askJob(environment, job, input);

const run = (name: string) => join(folder, name);
const start = (name: string, project: object, epochs: number) =>
  ask(train, { project: JSON.stringify(project), out: run(name), epochs, threads: 1, backend: 'reference' });

/** 40 boards, whose price depends on their length and their wood. */
const boards = () => {
  const example = readExample('thermometer-tanh');
  const rows = Array.from({ length: 40 }, (_, i) => ({ length: (i * 7) % 30, wood: i % 3 }));
  return {
    ...example,
    data: {
      source: {
        kind: 'inline',
        name: 'boards',
        columns: {
          length: rows.map(({ length }) => length),
          wood: { kinds: ['oak', 'pine', 'ash'], rows: rows.map(({ wood }) => wood) },
          price: rows.map(({ length, wood }) => 1000 + 30 * length + 200 * wood),
        },
      },
      inputs: ['length', 'wood'],
      targets: ['price'],
      validation: { from: 'train', share: 0.25 },
      transforms: [{ type: 'Standardize', mean: [15, 0, 0, 0], std: [9, 1, 1, 1] }],
      targetTransforms: [{ type: 'Standardize', mean: [1650], std: [300] }],
    },
    model: {
      layers: example.model.layers.map((layer) =>
        layer.type === 'Linear'
          ? { ...layer, params: { out_features: layer.params['out_features'] } }
          : layer,
      ),
    },
    training: { ...example.training, optimizer: { type: 'Adam', lr: 0.02 } },
  };
};

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'loom-regression-'));
  await start('line', readExample('thermometer-linear'), 200);
  await start('boards', boards(), 300);
});
afterAll(async () => {
  await environment.models.dispose();
  rmSync(folder, { recursive: true, force: true });
});

const answer = (name: string): Promise<RegressionAnswer> => ask(regression, { run: run(name) });

it('gives the curve of a single input from round to round bounds', async () => {
  const { epoch, rows, training, dependence } = await answer('line');
  expect({ epoch, rows: [...rows].sort((a, b) => a - b), training }).toEqual({
    epoch: 200,
    rows: Array.from({ length: 11 }, (_, i) => i),
    training: 9,
  });
  const [{ column, texts, grid, means } = {} as never] = dependence;
  expect({ column, texts, from: grid[0], to: grid.at(-1) }).toEqual({
    column: 't_u',
    texts: null,
    from: 20,
    to: 90,
  });
  // A linear model draws a line.
  const curve = means[0]!;
  const slope = (curve.at(-1)! - curve[0]!) / 70;
  expectClose(
    [...curve],
    grid.map((x) => curve[0]! + slope * (x - 20)),
    { relative: 1e-5, absolute: 1e-4 },
  );
});

it.each(['line', 'boards'])(
  'has the figures of loom evaluate in the unit of the target: %s',
  async (name) => {
    const { targets, training, truth, predicted } = await answer(name);
    const { regression: expected } = await ask(evaluate, { run: run(name) });
    expect(targets).toMatchObject(expected!);
    const errors = truth.slice(training).map((value, i) => Math.abs(value - predicted[training + i]!));
    expect(errors.reduce((sum, one) => sum + one, 0) / errors.length).toBeCloseTo(targets[0]!.mae, 3);
  },
);

it('gives the mean prediction for each number of a column and for each text', async () => {
  const { dependence } = await answer('boards');
  expect(dependence.map(({ column, texts }) => [column, texts])).toEqual([
    ['length', null],
    ['wood', ['oak', 'pine', 'ash']],
  ]);
  const [length, wood] = dependence;
  expect(length!.means[0]!.at(-1)! - length!.means[0]![0]!).toBeGreaterThan(500);
  const [oak, pine, ash] = wood!.means[0]!;
  expect(pine! - oak!).toBeCloseTo(200, -2);
  expect(ash! - pine!).toBeCloseTo(200, -2);
});

it('refuses a classifier', async () => {
  const project = boards();
  const classes = {
    ...project,
    data: {
      ...project.data,
      inputs: ['length'],
      targets: ['wood'],
      transforms: [],
      targetTransforms: undefined,
    },
    model: { layers: [{ id: 'a', name: '0', type: 'Linear', params: { out_features: 3 } }] },
    training: { ...project.training, loss: { type: 'CrossEntropyLoss' } },
  };
  await start('classes', classes, 1);
  expect((await refusal(() => answer('classes'))).message).toBe('This model does not predict numbers.');
});

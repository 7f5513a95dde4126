import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createNativeBackend } from '../backends/onnxruntime/native.js';
import { applyFix, type EditingFix } from '../project/edits.js';
import { parseProject } from '../project/parse.js';
import type { Project } from '../project/schema.js';
import { example } from '../testing/loom.js';
import { noImages } from '../testing/training.js';
import { runTraining } from '../train/loop.js';
import { openRecipe } from '../train/recipe.js';
import { initialState } from '../train/state.js';
import { findingsOf } from './findings.js';
import { createHealthRecorder } from './recorder.js';

/** A layer by its type and settings. */
type Declared = readonly [type: string, params?: object];

/** Two moons of points, for models that tell them apart; `far` of them from 0, `times` as large. */
function moons(layers: readonly Declared[], training: object, { far = 0, times = 1 } = {}): Project {
  const at = Array.from({ length: 96 }, (_, i) => (i / 96) * 2 * Math.PI);
  const half = at.map((angle) => (angle < Math.PI ? 0 : 1));
  const columns = {
    x: at.map((angle, i) => far + times * (Math.cos(angle) + half[i]!)),
    y: at.map((angle, i) => far + times * (Math.sin(angle) + half[i]! / 2)),
    moon: { kinds: ['upper', 'lower'], rows: half },
  };
  return parseProject(
    JSON.stringify({
      format: 'layerloom',
      version: 1,
      name: 'Moons',
      data: {
        source: { kind: 'inline', name: 'moons', columns },
        inputs: ['x', 'y'],
        targets: ['moon'],
        validation: { from: 'train', share: 0.25 },
        transforms: [],
      },
      model: {
        layers: layers.map(([type, params = {}], i) => ({ id: `l${i}`, name: `${i}`, type, params })),
      },
      training: {
        loss: { type: 'CrossEntropyLoss' },
        optimizer: { type: 'SGD', lr: 0.1 },
        epochs: 10,
        batchSize: 24,
        ...training,
      },
    }),
  );
}

const linear = (out_features: number): Declared => ['Linear', { out_features }];

/** Trains a project, and returns its records and the findings after each. */
async function trained(project: Project) {
  const recipe = await openRecipe(project, noImages);
  const state = initialState(recipe, 0);
  const { epochs, batchSize, shuffle } = project.training;
  const stepsPerEpoch = batchSize === 'full' ? 1 : Math.ceil(state.train.length / batchSize);
  const observer = createHealthRecorder(createNativeBackend(1), recipe, state, {
    ...{ stepsPerEpoch, steps: stepsPerEpoch * epochs, before: null, now: () => 0 },
    recorded: (history) => found.push(findingsOf(project, history)),
  });
  const found: ReturnType<typeof findingsOf>[] = [];
  await runTraining(
    recipe,
    state,
    { epochs, batchSize, shuffle, logSteps: 0 },
    {
      backend: createNativeBackend(1),
      control: { waitIfPaused: () => Promise.resolve(true) },
      observer,
      emit: () => undefined,
      begin: () => Promise.resolve(),
      save: () => Promise.resolve(),
      now: () => performance.now(),
    },
  );
  return { recipe, state, history: observer.history(), findings: found };
}

/** The inputs of the activation after a model's first layer: a row for each sample that validates. */
function firstSums({ recipe, state }: Pick<Awaited<ReturnType<typeof trained>>, 'recipe' | 'state'>) {
  const [weight, bias] = ['0.weight', '0.bias'].map((name) => state.tensors[name]!.data as Float32Array);
  const inputs = recipe.source.samples.data as Float32Array;
  return Array.from(state.validation, (row) =>
    Array.from(
      bias!,
      (b, k) => weight![2 * k]! * inputs[2 * row]! + weight![2 * k + 1]! * inputs[2 * row + 1]! + b,
    ),
  );
}

const shareOf = <T>(all: readonly T[], is: (one: T) => boolean) => all.filter(is).length / all.length;
const codes = (found: readonly { readonly code: string }[]) => [...new Set(found.map(({ code }) => code))];

it('a learning rate of 10 kills ReLUs, and a usual one does not', async () => {
  const project = moons([linear(32), ['ReLU'], linear(2)], { optimizer: { type: 'SGD', lr: 10 } });
  const run = await trained(project);
  const found = run.findings.at(-1)!.find(({ code }) => code === 'advice/dead-units')!;
  const sums = firstSums(run);
  const dead = shareOf([...sums[0]!.keys()], (unit) => sums.every((row) => row[unit]! <= 0));
  expect(dead).toBeGreaterThan(0.4);
  expect(found).toMatchObject({ where: { id: 'l1' }, facts: { type: 'ReLU', share: dead } });
  expect(found.fixes).toEqual([
    { kind: 'set-learning-rate', value: 0.01 },
    { kind: 'change-layers', layerIds: ['l1'], from: 'ReLU', type: 'LeakyReLU' },
    { kind: 'insert-layer', beforeLayerId: 'l1', type: 'BatchNorm1d' },
  ]);
  for (const fix of found.fixes.slice(0, 2)) {
    const { findings } = await trained(applyFix(project, fix as EditingFix));
    expect(codes(findings.at(-1)!), fix.kind).not.toContain('advice/dead-units');
  }
});

it('inputs far from 0 saturate Tanh, which asks for prepared ones', async () => {
  const project = moons([linear(16), ['Tanh'], linear(2)], {}, { far: 10, times: 5 });
  const run = await trained(project);
  const [found] = run.findings.at(-1)!;
  // 1 − tanh² is below 0.05 from there on.
  const flat = shareOf(firstSums(run).flat(), (sum) => 1 - Math.tanh(sum) ** 2 < 0.05);
  expect(flat).toBeGreaterThan(0.5);
  expect(found).toMatchObject({ code: 'advice/saturated', where: { id: 'l1' }, facts: { share: flat } });
  expect(found!.fixes[0]).toEqual({
    kind: 'compute-step',
    part: 'transforms',
    type: 'Standardize',
    samples: 'table',
  });
});

it('gradients vanish in ten layers of Sigmoid, and not with ReLU', async () => {
  const project = moons(
    [...Array.from({ length: 10 }, () => [linear(8), ['Sigmoid'] as const]).flat(), linear(2)],
    {
      epochs: 1,
    },
  );
  const { findings, history } = await trained(project);
  const { weights, gradients } = history.records.at(-1)!;
  const ratios = history.parameters.flatMap((path, i) =>
    path.endsWith('weight') ? [{ path, ratio: gradients[i]!.rms / weights[i]!.rms }] : [],
  );
  const largest = Math.max(...ratios.map(({ ratio }) => ratio));
  const found = findings.at(-1)!;
  expect(codes(found)).toEqual(['advice/vanishing-gradients']);
  expect(found.map(({ where }) => where?.kind === 'layer' && `${where.name}.weight`)).toEqual(
    ratios.filter(({ ratio }) => ratio < largest / 1000).map(({ path }) => path),
  );
  expect(found[0]!.facts).toEqual({ ratio: ratios[0]!.ratio, largest, at: '20' });
  const better = applyFix(project, found[0]!.fixes[0] as EditingFix);
  expect(better.model.layers.filter(({ type }) => type === 'ReLU')).toHaveLength(10);
  const after = (await trained(better)).history.records.at(-1)!;
  expect(after.gradients[0]!.rms / after.weights[0]!.rms).toBeGreaterThan(100 * ratios[0]!.ratio);
});

describe('a thermometer in its own degrees', () => {
  const { data, training, ...rest } = parseProject(readFileSync(example('thermometer-linear'), 'utf8'));
  const at = (lr: number): Project => ({
    ...{ ...rest, data: { ...data, transforms: [] } },
    training: { ...training, optimizer: { type: 'SGD', lr }, epochs: 5 },
  });

  it('explodes at the usual rate, and its gradients grow as those of the formula', async () => {
    const { findings, history, recipe, state } = await trained(at(0.01));
    const [w, b] = ['0.weight', '0.bias'].map((name) => state.tensors[name]!.data[0] as number);
    const [inputs, targets] = [recipe.source.samples, recipe.source.targets].map(({ data }) => data);
    // The gradient of the mean squared error in the weight.
    const terms = Array.from(
      state.train,
      (row) => 2 * (w! * inputs![row]! + b! - targets![row]!) * inputs![row]!,
    );
    const gradient = Math.abs(terms.reduce((sum, term) => sum + term, 0) / terms.length);
    expect(history.records.at(-1)!.gradients[0]!.rms / gradient).toBeCloseTo(1, 4);
    const [found] = findings.at(-1)!;
    expect(found!.code).toBe('advice/exploding-gradients');
    const { ratio } = found!.facts as { readonly ratio: number };
    expect(ratio / ((0.01 * gradient) / Math.abs(w!))).toBeCloseTo(1, 4);
    expect(found!.fixes).toEqual([{ kind: 'set-learning-rate', value: 0.001 }]);
    // Steps before anything has grown are large in healthy runs, too.
    expect(findings[0]).toEqual([]);
  });

  it('does not at a small rate, or when its gradients are clipped', async () => {
    expect((await trained(at(0.0001))).findings.flat()).toEqual([]);
    const { training, ...others } = at(0.01);
    const clipped = { ...others, training: { ...training, clip: { type: 'clip_grad_norm_' } } };
    expect((await trained(clipped)).findings.flat()).toEqual([]);
  });
});

it('a healthy model has no findings at any moment', async () => {
  const layers = [linear(32), ['ReLU'], linear(16), ['Tanh'], linear(2)] as const;
  const project = moons(layers, { epochs: 20 });
  const { findings, history } = await trained(project);
  expect(findings.length).toBeGreaterThan(20);
  expect(findings.flat()).toEqual([]);

  // Of 48 units, 16 may be dead, but not all of a layer.
  const withDead = (share: number) => {
    const flatUnits = [null, share, null, 0, null];
    return findingsOf(project, { ...history, records: [{ ...history.records.at(-1)!, flatUnits }] });
  };
  expect(withDead(0.5)).toEqual([]);
  expect(codes(withDead(0.625))).toEqual(['advice/dead-units']);
  const all = withDead(1);
  expect(all[0]).toMatchObject({ code: 'advice/dead-units', where: { id: 'l1' } });
});

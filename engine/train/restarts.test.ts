import { beforeAll, describe, expect, it } from 'vitest';
import { refusal } from '../testing/problems.js';
import { createNativeBackend } from '../backends/onnxruntime/native.js';
import { createReferenceBackend } from '../backends/reference.js';
import { loadImages, openExample, train } from '../testing/training.js';
import { sha256 } from '../io/files.js';
import { decodeCheckpoint, encodeCheckpoint } from './checkpoint.js';
import { initialState, type RunState } from './state.js';
import { createRecipe, openRecipe, type Recipe } from './recipe.js';

describe('a run on birds against airplanes', () => {
  let recipe: Recipe;
  let first: RunState;
  const options = { epochs: 3, backend: createNativeBackend(2), batchSize: 64 };

  beforeAll(async () => {
    const { project } = await openExample('birds-vs-airplanes');
    // A third of the images, so that an epoch has 53 steps.
    const few = { ...project, data: { ...project.data, limitPerClass: 1667 } } as typeof project;
    recipe = await openRecipe(few, loadImages);
    first = initialState(recipe, 0);
    await train(recipe, first, options);
  });

  it('gives the same bits again, also when stopped on the way, saved and continued', async () => {
    const begun = initialState(recipe, 0);
    const { reason } = await train(recipe, begun, { ...options, turns: 5 });
    expect(reason).toBe('stopped');
    expect(begun.step).toBeGreaterThan(0);
    expect(begun.step).toBeLessThan(first.step);
    const saved = encodeCheckpoint(begun, 'run', sha256);
    const continued = decodeCheckpoint(saved, recipe, 'run', sha256);
    await train(recipe, continued, options);
    for (const [name, { data }] of Object.entries(first.tensors)) {
      expect(Buffer.from(continued.tensors[name]!.data.buffer).equals(Buffer.from(data.buffer)), name).toBe(
        true,
      );
    }
    expect(continued.history.map(({ trainLoss }) => trainLoss)).toEqual(
      first.history.map(({ trainLoss }) => trainLoss),
    );
  });

  it('refuses a checkpoint of another run, and a damaged one', async () => {
    const saved = encodeCheckpoint(initialState(recipe, 0), 'run', sha256);
    expect(await refusal(() => decodeCheckpoint(saved, recipe, 'another', sha256))).toMatchObject({
      problem: { code: 'bad-checkpoint/other-run' },
    });
    expect(await refusal(() => decodeCheckpoint(saved.slice(0, 1000), recipe, 'run', sha256))).toMatchObject({
      problem: { code: 'bad-checkpoint/safetensors' },
    });
  });

  it('stops at the step where the loss is no longer a number, and says so', async () => {
    const { project, recipe: tame } = await openExample('thermometer-linear');
    const optimizer = { type: 'SGD', lr: 1 };
    const wild = createRecipe({ ...project, training: { ...project.training, optimizer } }, tame.source);
    expect(
      await refusal(() =>
        train(wild, initialState(wild, 0), { ...options, epochs: 3000, batchSize: 'full' }),
      ),
    ).toMatchObject({
      family: 'diverged',
      message: expect.stringMatching(/step \d+.*learning rate/) as string,
    });
  });
});

it('refuses, before the first step, a last batch that is too small for a batch norm', async () => {
  const { project } = await openExample('thermometer-tanh');
  const [hidden, ...others] = project.model.layers;
  const norm = { id: 'norm', name: 'norm', type: 'BatchNorm1d', params: { num_features: 8 } };
  const normed = { ...project, model: { layers: [hidden!, norm, ...others] } } as typeof project;
  const recipe = await openRecipe(normed, loadImages);
  const state = initialState(recipe, 0);
  expect(state.train.length).toBe(9);
  const options = { epochs: 1, backend: createReferenceBackend() };
  expect(await refusal(() => train(recipe, state, { ...options, batchSize: 4 }))).toMatchObject({
    problem: { code: 'bad-shape/one-sample-batch', where: { kind: 'layer', name: 'norm' } },
  });
  expect(state.step).toBe(0);
  await train(recipe, state, { ...options, batchSize: 3 });
  expect(state.step).toBe(3);
});

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createNativeBackend } from '../backends/onnxruntime/native.js';
import { createReferenceBackend } from '../backends/reference.js';
import type { SavedParams } from '../base/fields.js';
import type { Project } from '../project/schema.js';
import { expectClose } from '../testing/numbers.js';
import { noImages, openExample, train } from '../testing/training.js';
import { openRecipe } from './recipe.js';
import { sha256 } from '../io/files.js';
import { decodeCheckpoint, encodeCheckpoint } from './checkpoint.js';
import { initialState } from './state.js';

interface Fixture {
  readonly epochs: number;
  readonly runs: readonly {
    readonly type: string;
    readonly params: SavedParams;
    /** The training loss of each epoch. */
    readonly losses: readonly number[];
  }[];
}

const { epochs, runs } = JSON.parse(
  readFileSync(new URL('./__fixtures__/schedules.json', import.meta.url), 'utf8'),
) as Fixture;

async function recipeWith(change: Partial<Project['training']>) {
  const { project } = await openExample('thermometer-linear');
  return openRecipe({ ...project, training: { ...project.training, ...change } }, noImages);
}

describe.each([createReferenceBackend(), createNativeBackend(1)])('$name backend', (backend) => {
  it.each(runs)("has PyTorch's losses with $type", async ({ type, params, losses }) => {
    const recipe = await recipeWith({
      optimizer: { type: 'SGD', lr: 0.02, momentum: 0.5 },
      schedule: { type, ...params },
    });
    const state = initialState(recipe, 0);
    await train(recipe, state, { epochs, backend, batchSize: 'full' });
    expectClose(
      state.history.map(({ trainLoss }) => trainLoss),
      losses,
      { relative: 1e-5 },
    );
  });

  it.each(runs)('resumes $type exactly', async ({ type, params }) => {
    const recipe = await recipeWith({ schedule: { type, ...params } });
    const options = { epochs, backend, batchSize: 4 };
    const whole = initialState(recipe, 0);
    await train(recipe, whole, options);
    let parts = initialState(recipe, 0);
    let finished = false;
    while (!finished) {
      const { reason } = await train(recipe, parts, { ...options, turns: 5 });
      finished = reason === 'finished';
      parts = decodeCheckpoint(encodeCheckpoint(parts, 'same', sha256), recipe, 'same', sha256);
    }
    expect(parts.tensors).toEqual(whole.tensors);
    expect(parts.history.map(({ trainLoss }) => trainLoss)).toEqual(
      whole.history.map(({ trainLoss }) => trainLoss),
    );
  });
});

it('reports the rate of the latest step', async () => {
  const recipe = await recipeWith({
    optimizer: { type: 'SGD', lr: 0.02 },
    schedule: { type: 'StepLR', step_size: 1, gamma: 0.5 },
  });
  const state = initialState(recipe, 0);
  const backend = createReferenceBackend();
  const { events } = await train(recipe, state, { epochs: 3, backend, batchSize: 'full' });
  const reported = events.flatMap((event) => (event.event === 'progress' ? [event.learningRate] : []));
  expect(reported.at(-1)).toBe(0.005);
});

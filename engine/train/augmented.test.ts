import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { createNativeBackend } from '../backends/onnxruntime/native.js';
import { createReferenceBackend } from '../backends/reference.js';
import type { StepSpec } from '../data/step.js';
import { loadCifar10 } from '../io/dataSets.js';
import { openRecipe, type Recipe } from './recipe.js';
import { parseProject } from '../project/parse.js';
import { isImages } from '../project/samples.js';
import type { LayerSpec } from '../nn/layers/define.js';
import type { Project } from '../project/schema.js';
import { expectClose } from '../testing/numbers.js';
import { sha256 } from '../io/files.js';
import { decodeCheckpoint, encodeCheckpoint } from './checkpoint.js';
import { initialState, type RunState } from './state.js';
import { drawInputs, maxSteps } from './stepper.js';
import { runTraining } from './loop.js';
import { buildTrainingStep } from './step.js';

interface Run {
  readonly model: 'fully-connected' | 'dropout';
  readonly seed: number;
  readonly augment: StepSpec[];
  readonly losses: readonly number[];
}

const runs = JSON.parse(
  readFileSync(new URL('./__fixtures__/augmented.json', import.meta.url), 'utf8'),
) as readonly Run[];

const root = fileURLToPath(new URL('../..', import.meta.url));
const images = loadCifar10(resolve(root, 'assets/data/cifar-10'));
const birds = parseProject(readFileSync(resolve(root, 'assets/examples/birds-vs-airplanes.loom'), 'utf8'));

const layer = (name: string, type: string, params = {}): LayerSpec => ({ id: name, name, type, params });
const LAYERS: Readonly<Record<Run['model'], LayerSpec[]>> = {
  'fully-connected': birds.model.layers,
  dropout: [
    layer('0', 'Flatten'),
    layer('1', 'Linear', { out_features: 64 }),
    layer('2', 'ReLU'),
    layer('3', 'Dropout'),
    layer('4', 'Linear', { out_features: 2 }),
    layer('5', 'LogSoftmax', { dim: 1 }),
  ],
};

function recipeOf({ model, augment }: Pick<Run, 'model' | 'augment'>): Promise<Recipe> {
  if (!isImages(birds.data)) throw new Error('the birds are images');
  const project: Project = { ...birds, data: { ...birds.data, augment }, model: { layers: LAYERS[model] } };
  return openRecipe(project, () => images);
}

/** Takes at least `steps` steps; gives their losses. */
async function train(recipe: Recipe, state: RunState, steps: number, backend = createNativeBackend(1)) {
  const losses: number[] = [];
  await runTraining(
    recipe,
    state,
    { epochs: 1, batchSize: 64, shuffle: true, logSteps: Infinity },
    {
      backend,
      control: { waitIfPaused: () => Promise.resolve(state.step < steps) },
      emit: (event) => event.event === 'step' && losses.push(event.loss),
      begin: () => Promise.resolve(),
      save: () => Promise.resolve(),
      now: () => performance.now(),
    },
  );
  return losses;
}

describe.each(runs)('$model with $augment.length augmentations, seed $seed', (run) => {
  it("takes PyTorch's steps on torchvision's images", async () => {
    const recipe = await recipeOf(run);
    const losses = await train(recipe, initialState(recipe, run.seed), run.losses.length);
    expectClose(losses.slice(0, run.losses.length), run.losses, { relative: 1e-4 });
  });
});

const withDropout = { ...runs[2]!, losses: [] };

it('takes the same steps on the reference backend', async () => {
  const recipe = await recipeOf(withDropout);
  const losses = await train(recipe, initialState(recipe, 0), 3, createReferenceBackend());
  expectClose(losses.slice(0, 3), runs[2]!.losses.slice(0, 3), { relative: 1e-4 });
});

it('draws the same whether steps come one by one or many in a call', async () => {
  const recipe = await recipeOf(withDropout);
  const { noise } = buildTrainingStep(recipe, 64);
  const order = initialState(recipe, 0).train;
  const batches = Array.from({ length: 5 }, (_, k) => order.slice(k * 64, (k + 1) * 64));
  const [together, apart] = [initialState(recipe, 0).generator, initialState(recipe, 0).generator];
  const whole = drawInputs(recipe.source, noise, together, batches);
  const parts = batches.map((batch) => drawInputs(recipe.source, noise, apart, [batch]));
  for (const [name, { data }] of Object.entries(whole))
    expect([...data]).toEqual(parts.flatMap((part) => [...part[name]!.data]));
  expect(together.state()).toEqual(apart.state());
});

it('gives the same bits when stopped on the way, saved and continued', async () => {
  const recipe = await recipeOf(withDropout);
  const through = initialState(recipe, 0);
  await train(recipe, through, Infinity);
  const begun = initialState(recipe, 0);
  await train(recipe, begun, 20);
  expect(begun.step).toBeLessThan(through.step);
  const continued = decodeCheckpoint(encodeCheckpoint(begun, 'run', sha256), recipe, 'run', sha256);
  await train(recipe, continued, Infinity);
  for (const [name, { data }] of Object.entries(through.tensors))
    expect(Buffer.from(continued.tensors[name]!.data.buffer).equals(Buffer.from(data.buffer)), name).toBe(
      true,
    );
  expect(continued.generator.state()).toEqual(through.generator.state());
});

it('validates on images that are not augmented', async () => {
  const [plain, augmented] = [await recipeOf({ ...withDropout, augment: [] }), await recipeOf(withDropout)];
  const evaluate = async (recipe: Recipe) => {
    const state = initialState(recipe, 0);
    // An epoch without steps: the parameters stay as they were drawn.
    state.order = new Uint32Array(0);
    await train(recipe, state, Infinity);
    return state.history[0]!.validationLoss;
  };
  expect(await evaluate(augmented)).toBe(await evaluate(plain));
});

it('keeps the images of one call within 32 MB', async () => {
  const { source } = await recipeOf(withDropout);
  expect(maxSteps(source, 64) * 64 * 3072).toBeLessThanOrEqual(32 * 2 ** 20);
  expect(maxSteps(source, 10_000)).toBe(1);
  expect(maxSteps((await recipeOf({ ...withDropout, augment: [] })).source, 64)).toBe(Infinity);
});

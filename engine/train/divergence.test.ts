import { describe, expect, it } from 'vitest';
import { told } from '../testing/problems.js';
import { createNativeBackend } from '../backends/onnxruntime/native.js';
import { createReferenceBackend } from '../backends/reference.js';
import type { Backend } from '../backends/backend.js';
import { targetPipeline } from '../data/transforms/index.js';
import { float32, tensor } from '../tensor/tensor.js';
import { createRecipe } from './recipe.js';
import { parseProject } from '../project/parse.js';
import type { TrainingEvent } from './events.js';
import { runTraining } from './loop.js';
import { initialState } from './state.js';
import type { SampleSource } from './source.js';

interface Case {
  readonly layers: readonly { readonly type: string; readonly out_features?: number; readonly p?: number }[];
  readonly loss?: string;
  readonly lr: number;
  readonly xs: readonly number[];
  readonly ys: readonly number[];
  readonly batchSize?: number | 'full';
  /** Every weight starts as this instead of PyTorch's numbers; biases as 0. */
  readonly weights?: number;
}

/** Trains a tiny model on one column until it fails, and answers how. */
async function failure(
  backend: Backend,
  { layers, loss = 'MSELoss', lr, xs, ys, batchSize = 2, weights }: Case,
  emit: (event: TrainingEvent) => void = () => undefined,
) {
  const project = parseProject(
    JSON.stringify({
      format: 'layerloom',
      version: 1,
      name: 'Tiny',
      data: {
        source: { kind: 'table', name: 'thermometer' },
        inputs: ['t_u'],
        targets: ['t_c'],
        validation: null,
        transforms: [],
      },
      model: {
        layers: layers.map(({ type, ...params }, i) => ({ id: `l${i}`, name: `at_${i}`, type, params })),
      },
      training: { loss: { type: loss }, optimizer: { type: 'SGD', lr }, epochs: 50, batchSize: 2, seed: 0 },
    }),
  );
  const source: SampleSource = {
    samples: float32([xs.length, 1], xs),
    targets: float32([ys.length, 1], ys),
    train: Uint32Array.from(xs.keys()),
    validation: new Uint32Array(),
    holdOut: 0,
    classNames: null,
    transform: (_, batch) => batch,
    targetPipeline: targetPipeline([], 1),
    columns: null,
    augment: null,
  };
  const recipe = createRecipe(project, source);
  const state = initialState(recipe, 0);
  if (weights !== undefined) {
    state.tensors = Object.fromEntries(
      Object.entries(state.tensors).map(([name, { shape, data }]) => [
        name,
        tensor('float32', shape, new Float32Array(data.length).fill(name.endsWith('weight') ? weights : 0)),
      ]),
    );
  }
  const schedule = { epochs: 50, batchSize, shuffle: true, logSteps: 0 };
  const run = runTraining(recipe, state, schedule, {
    backend,
    control: { waitIfPaused: () => Promise.resolve(true) },
    emit,
    begin: () => Promise.resolve(),
    save: () => Promise.resolve(),
    now: () => performance.now(),
  });
  return run.then(
    () => null,
    (error: unknown) => told(error),
  );
}

const LINE = { xs: [1, 2, 3, 4, 5], ys: [2, 4, 6, 8, 10] };
const linear = { type: 'Linear', out_features: 1 };

describe.each([createReferenceBackend(), createNativeBackend(1)])('$name', (backend) => {
  it('names the first layer whose output is not finite, also behind random masks', async () => {
    const layers = [{ ...linear, out_features: 4 }, { type: 'Dropout', p: 0.5 }, linear, { type: 'Tanh' }];
    const error = await failure(backend, { ...LINE, layers, lr: 0.01, weights: 3e38 });
    expect(error).toMatchObject({ family: 'diverged', problem: { where: { kind: 'layer', name: 'at_0' } } });
    expect(error).toHaveProperty('message', expect.stringContaining('the loss of step 1 is NaN'));
    expect(error).toHaveProperty('message', expect.stringContaining('such as 0.001 instead of 0.01'));
  });

  it('says that only the loss overflows, and at which step', async () => {
    const error = await failure(backend, { ...LINE, layers: [linear], lr: 1000 });
    expect(error).toMatchObject({ family: 'diverged' });
    expect(error).toHaveProperty(
      'message',
      expect.stringMatching(/the loss of step [2-9] is Infinity; every layer's output is still finite/),
    );
    // A tenth of 1000 would fail again.
    expect(error).toHaveProperty(
      'message',
      expect.stringContaining('0.01, where SGD usually starts, instead of 1000'),
    );
  });

  it('reports every step before the one that diverged, and no later one', async () => {
    const events: TrainingEvent[] = [];
    const error = await failure(backend, { ...LINE, layers: [linear], lr: 10 }, (event) =>
      events.push(event),
    );
    const bad = Number(/the loss of step (\d+) /.exec(error!.message)![1]);
    const reported = events.flatMap((event) =>
      event.event === 'progress'
        ? [...event.losses].map((loss, i) => [event.firstStep + i, loss] as const)
        : [],
    );
    expect(reported.map(([step]) => step)).toEqual(Array.from({ length: bad - 1 }, (_, i) => i + 1));
    expect(reported.every(([, loss]) => Number.isFinite(loss))).toBe(true);
  });

  it('blames the numbers, not a learning rate of 0', async () => {
    const error = await failure(backend, { ...LINE, layers: [linear], lr: 0, weights: 3e38 });
    expect(error).toHaveProperty('message', expect.stringContaining('The learning rate is 0, so'));
    expect(error).toHaveProperty('message', expect.not.stringContaining('Try'));
  });

  it('names the layer whose gradient is not finite', async () => {
    const layers = [linear, linear, linear];
    const error = await failure(backend, {
      layers,
      loss: 'L1Loss',
      lr: 1,
      xs: [0, 0],
      ys: [1, 1],
      weights: 1e20,
    });
    expect(error).toMatchObject({ family: 'diverged', problem: { where: { kind: 'layer', name: 'at_0' } } });
    expect(error).toHaveProperty('message', expect.stringContaining('the gradient that reaches this layer'));
  });

  it('says which layer takes the memory when a step does not fit', async () => {
    const many = Array.from({ length: 1_000_000 }, () => 1);
    const layers = [{ ...linear, out_features: 1_000_000 }, linear];
    const error = await failure(backend, { xs: many, ys: many, layers, lr: 1, batchSize: 'full' });
    expect(error).toMatchObject({
      family: 'out-of-memory',
      problem: { where: { kind: 'layer', name: 'at_0' } },
    });
    expect(error).toHaveProperty('message', expect.stringContaining('this layer alone takes 3.6 TB'));
  });

  it('tells broken data from a run that diverges', async () => {
    const error = await failure(backend, {
      xs: [1, 2, NaN, 4],
      ys: [1, 2, 3, 4],
      layers: [linear],
      lr: 0.01,
    });
    expect(error).toMatchObject({ family: 'bad-data' });
    expect(error).toHaveProperty(
      'message',
      expect.stringMatching(/^Step \d+: The samples of this step contain numbers/),
    );
  });
});

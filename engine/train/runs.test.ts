import { readFileSync } from 'node:fs';
import { beforeAll, describe, it } from 'vitest';
import { createNativeBackend } from '../backends/onnxruntime/native.js';
import { createReferenceBackend } from '../backends/reference.js';
import type { TrainEvent } from '../jobs/train.js';
import type { EpochEvent } from './events.js';
import { expectClose } from '../testing/numbers.js';
import { openExample, train } from '../testing/training.js';
import { runTraining } from './loop.js';
import { initialState } from './state.js';

interface Fixture {
  readonly thermometer: readonly {
    readonly file: string;
    readonly seed: number;
    readonly epochs: readonly {
      readonly epoch: number;
      readonly trainLoss: number;
      readonly validationLoss: number;
    }[];
  }[];
  /** Losses of the first steps of examples on CIFAR-10, seed 0. */
  readonly losses: Readonly<Record<string, readonly number[]>>;
}

const fixture = JSON.parse(
  readFileSync(new URL('./__fixtures__/runs.json', import.meta.url), 'utf8'),
) as Fixture;
/** Late in the tanh run, even PyTorch in float32 and in float64 disagrees on the two held-out readings. */
const comparable = (file: string, epoch: number) => file !== 'thermometer-tanh' || epoch <= 1000;

describe.each(fixture.thermometer)('$file, seed $seed', ({ file, seed, epochs }) => {
  it.each([createReferenceBackend(), createNativeBackend(1)])(
    'matches PyTorch up to the last epoch ($name)',
    async (backend) => {
      const { recipe } = await openExample(file);
      const state = initialState(recipe, seed);
      await train(recipe, state, { epochs: epochs.at(-1)!.epoch, backend, batchSize: 'full' });
      for (const expected of epochs) {
        const found = state.history[expected.epoch - 1]!;
        expectClose([found.trainLoss], [expected.trainLoss], { relative: 1e-3 });
        if (comparable(file, expected.epoch)) {
          expectClose([found.validationLoss!], [expected.validationLoss], { relative: 1e-3 });
        }
      }
    },
  );
});

describe.each(['birds-convnet', 'cifar10-convnet'])('%s', (name) => {
  it("matches PyTorch's first steps, including its dropout masks", async () => {
    const { project, recipe } = await openExample(name);
    const expected = fixture.losses[name]!;
    const events: TrainEvent[] = [];
    await runTraining(
      recipe,
      initialState(recipe, 0),
      { ...project.training, epochs: 1, logSteps: expected.length },
      {
        backend: createNativeBackend(2),
        control: { waitIfPaused: () => Promise.resolve(events.length < expected.length) },
        emit: (event) => event.event === 'step' && events.push(event),
        begin: () => Promise.resolve(),
        save: () => Promise.resolve(),
        now: () => performance.now(),
      },
    );
    const losses = events.flatMap((event) => (event.event === 'step' ? [event.loss] : []));
    expectClose(losses, expected, { relative: 1e-4 });
  });
});

describe('birds against airplanes', () => {
  let events: TrainEvent[];

  beforeAll(async () => {
    const { recipe } = await openExample('birds-vs-airplanes');
    const options = { epochs: 3, backend: createNativeBackend(2), batchSize: 64 };
    ({ events } = await train(recipe, initialState(recipe, 0), options));
  });

  it("matches PyTorch's first hundred steps", () => {
    const losses = events.flatMap((event) => (event.event === 'step' ? [event.loss] : []));
    expectClose(losses, fixture.losses['birds-vs-airplanes']!, { relative: 1e-4 });
  });

  it("matches PyTorch's first three epochs", () => {
    const epochs = events.filter((event): event is EpochEvent => event.event === 'epoch');
    expectClose(
      epochs.map(({ trainLoss }) => trainLoss),
      [0.505987, 0.464121, 0.448337],
      { relative: 1e-3 },
    );
    expectClose(
      epochs.map((epoch) => epoch.validationAccuracy!),
      [0.7905, 0.774, 0.7985],
      { relative: 0, absolute: 0.005 },
    );
  });
});

import { readFileSync } from 'node:fs';
import { expect, describe, it } from 'vitest';
import { createNativeBackend } from '../backends/onnxruntime/native.js';
import { createReferenceBackend } from '../backends/reference.js';
import { asClasses } from '../data/table.js';
import type { RegressionFigures } from '../evaluate/regression.js';
import { parseProject } from '../project/parse.js';
import { setTraining } from '../project/edits.js';
import { withFigures } from '../project/tableFigures.js';
import type { TableDataSpec } from '../project/schema.js';
import { expectClose } from '../testing/numbers.js';
import { noImages, train } from '../testing/training.js';
import type { EpochEvent } from './events.js';
import { openRecipe } from './recipe.js';
import { baselineOf } from './regression.js';
import { initialState } from './state.js';

type Epoch = Pick<EpochEvent, 'epoch' | 'trainLoss' | 'validationLoss'> & {
  readonly regression: readonly RegressionFigures[];
};
interface Fixture {
  readonly columns: Readonly<Record<string, number[]>>;
  readonly runs: readonly {
    readonly loss: string;
    readonly standardized: Readonly<Record<'inputs' | 'targets', readonly [number[], number[]]>>;
    readonly baseline: { readonly loss: number; readonly targets: readonly RegressionFigures[] };
    readonly epochs: readonly Epoch[];
  }[];
}

const { columns, runs } = JSON.parse(
  readFileSync(new URL('./__fixtures__/regression.json', import.meta.url), 'utf8'),
) as Fixture;

function houses(loss: string, more: object = {}) {
  const layers = [
    { type: 'Linear', params: { out_features: 8 } },
    { type: 'Tanh', params: {} },
    { type: 'Linear', params: { out_features: 2 } },
  ];
  const project = parseProject(
    JSON.stringify({
      format: 'layerloom',
      version: 1,
      name: 'Houses',
      data: {
        source: { kind: 'inline', name: 'houses', columns },
        inputs: ['area', 'age'],
        targets: ['price', 'damp'],
        validation: { from: 'train', share: 0.2 },
        transforms: [{ type: 'Standardize', mean: [0, 0], std: [1, 1] }],
        targetTransforms: [{ type: 'Standardize', mean: [0, 0], std: [1, 1] }],
        ...more,
      },
      model: { layers: layers.map((layer, i) => ({ id: `l${i}`, name: String(i), ...layer })) },
      training: { loss: { type: loss }, optimizer: { type: 'Adam', lr: 0.01 }, epochs: 40, batchSize: 16 },
    }),
  );
  const data = project.data as TableDataSpec & { source: { kind: 'inline' } };
  return { ...project, data: withFigures(data.source, { data, training: project.training }) };
}

const close = { relative: 1e-5, absolute: 1e-6 };
const numbersOf = (found: readonly RegressionFigures[]) =>
  found.flatMap(({ mae, rmse, r2 }) => [mae, rmse, r2!]);

describe.each(runs)('two standardized targets, $loss', ({ loss, standardized, baseline, epochs }) => {
  const project = houses(loss);

  it('computes the transforms from the rows that train', () => {
    const { transforms, targetTransforms } = project.data;
    const [inputs, targets] = [transforms[0]!, targetTransforms![0]!] as unknown as Record<
      string,
      number[]
    >[];
    const { inputs: wantedInputs, targets: wantedTargets } = standardized;
    expectClose([...inputs!['mean']!, ...inputs!['std']!], wantedInputs.flat(), {
      relative: 1e-12,
      absolute: 0,
    });
    expectClose([...targets!['mean']!, ...targets!['std']!], wantedTargets.flat(), {
      relative: 1e-12,
      absolute: 0,
    });
  });

  it.each([createReferenceBackend(), createNativeBackend(1)])('follows PyTorch ($name)', async (backend) => {
    const recipe = await openRecipe(project, noImages);
    const state = initialState(recipe, 0);
    const found = (await baselineOf(backend, recipe, state, project.data))!;
    expectClose(
      [found.loss!, ...numbersOf(found.targets)],
      [baseline.loss, ...numbersOf(baseline.targets)],
      close,
    );
    expect(found.targets.map(({ target }) => target)).toEqual(['price', 'damp']);

    const { events } = await train(recipe, state, { epochs: 40, backend, batchSize: 16 });
    const trained = events.filter((event) => event.event === 'epoch');
    for (const figure of ['trainLoss', 'validationLoss'] as const) {
      expectClose(
        trained.map((epoch) => epoch[figure]!),
        epochs.map((epoch) => epoch[figure]!),
        close,
      );
    }
    expectClose(
      trained.flatMap(({ regression }) => numbersOf(regression!)),
      epochs.flatMap(({ regression }) => numbersOf(regression)),
      { relative: 2e-5, absolute: 2e-6 },
    );
  });
});

it('has the figures of the training rows where none validate', async () => {
  const project = setTraining({ batchSize: 'full' })(houses('MSELoss', { validation: null }));
  const recipe = await openRecipe(project, noImages);
  const state = initialState(recipe, 0);
  const backend = createReferenceBackend();
  const baseline = (await baselineOf(backend, recipe, state, project.data))!;
  expect(baseline.loss).toBeCloseTo(1, 5);
  expectClose(
    baseline.targets.map(({ r2 }) => r2!),
    [0, 0],
    { relative: 0, absolute: 1e-12 },
  );
  const { events } = await train(recipe, state, { epochs: 200, backend, batchSize: 'full' });
  const last = events.filter((event) => event.event === 'epoch').at(-1)!;
  expect(last).toMatchObject({ validationLoss: null, validationAccuracy: null });
  for (const { r2 } of last.regression!) expect(r2).toBeGreaterThan(0.9);
});

it('classes have neither baseline nor errors', async () => {
  const classes = { ...columns, rooms: asClasses(columns['age']!.map((age) => age % 2)) };
  const { data, ...rest } = houses('CrossEntropyLoss', {
    source: { kind: 'inline', name: 'houses', columns: classes },
    targets: ['rooms'],
    targetTransforms: undefined,
  });
  const recipe = await openRecipe({ data, ...rest }, noImages);
  const state = initialState(recipe, 0);
  const backend = createReferenceBackend();
  expect(await baselineOf(backend, recipe, state, data)).toBeNull();
  const { events } = await train(recipe, state, { epochs: 1, backend, batchSize: 16 });
  expect(events.find((event) => event.event === 'epoch')).toMatchObject({ regression: null });
});

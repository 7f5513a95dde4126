import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createNativeBackend } from '../backends/onnxruntime/native.js';
import { expectClose } from '../testing/numbers.js';
import { refusal } from '../testing/problems.js';
import { loadImages, openExample } from '../testing/training.js';
import { runTraining } from '../train/loop.js';
import { openRecipe, type Recipe } from '../train/recipe.js';
import { initialState } from '../train/state.js';
import { decodeHealth, encodeHealth, isEarly, withRecord, type HealthHistory } from './history.js';
import { binEdges, distributionOf, shareOfZeros, type Histogram } from './histogram.js';
import { createHealthRecorder } from './recorder.js';
import { stripOf } from './strip.js';

interface Fixture {
  readonly samples: number;
  readonly parameters: readonly {
    readonly name: string;
    readonly powers: Readonly<Record<string, number>>;
    readonly rms: number;
    readonly gradient: number;
  }[];
  readonly activations: readonly {
    readonly rms: number;
    readonly flatOutputs: number | null;
    readonly flatUnits: number | null;
  }[];
}

const fixture = JSON.parse(
  readFileSync(new URL('./__fixtures__/torch.json', import.meta.url), 'utf8'),
) as Readonly<Record<string, Fixture>>;

const recorderOf = (recipe: Recipe, state: Parameters<typeof createHealthRecorder>[2], epochs = 1) =>
  createHealthRecorder(createNativeBackend(1), recipe, state, {
    stepsPerEpoch: 4,
    steps: 4 * epochs,
    before: null,
    // Records take no time, so that all are made.
    now: () => 0,
  });

/** Counts of magnitudes from one power of two to the next, by the lower power. */
function powersOf(distribution: Histogram): Record<string, number> {
  const found: Record<string, number> = {};
  binEdges(distribution).forEach(([near], i) => {
    const power = Math.floor(Math.log2(near));
    if (distribution.bins[i] !== 0) found[power] = (found[power] ?? 0) + distribution.counts[i]!;
  });
  return found;
}

describe.each(Object.entries(fixture))('%s before training', (name, expected) => {
  it("has PyTorch's weights, gradients, activations and flat units", async () => {
    const { recipe } = await openExample(name);
    const state = initialState(recipe, 0);
    const recorder = recorderOf(recipe, state);
    await recorder.look(state);
    const [record] = recorder.history().records;
    await recorder.dispose();
    expect(record!.weights.map(powersOf)).toEqual(expected.parameters.map(({ powers }) => powers));
    const close = (found: readonly { readonly rms: number }[], wanted: readonly number[]) =>
      expectClose(
        found.map(({ rms }) => rms),
        wanted,
        // The bias before a batch norm, which takes it away again, has a gradient of rounding errors.
        { relative: 1e-4, absolute: 1e-7 },
      );
    close(
      record!.weights,
      expected.parameters.map(({ rms }) => rms),
    );
    close(
      record!.gradients,
      expected.parameters.map(({ gradient }) => gradient),
    );
    close(
      record!.activations,
      expected.activations.map(({ rms }) => rms),
    );
    for (const part of ['flatUnits', 'flatOutputs'] as const) {
      expected.activations.forEach((activation, i) => {
        const [found, wanted] = [record![part][i]!, activation[part]];
        // A unit whose only input above 0 is a rounding error counts here and not there.
        if (wanted === null) expect(found).toBeNull();
        else expect(Math.abs(found - wanted)).toBeLessThan(0.005);
      });
    }
  });
});

it('a run whose numbers are looked at has the same bits, also with batch norm, dropout and augmentation', async () => {
  const { project } = await openExample('birds-vs-airplanes');
  const layer = (name: string, type: string, params = {}) => ({ id: name, name, type, params });
  const layers = [
    layer('0', 'Flatten'),
    layer('1', 'Linear', { in_features: 3072, out_features: 8 }),
    layer('2', 'BatchNorm1d', { num_features: 8 }),
    layer('3', 'ReLU'),
    layer('4', 'Dropout'),
    layer('5', 'Linear', { in_features: 8, out_features: 2 }),
    layer('6', 'LogSoftmax'),
  ];
  const data = { ...project.data, augment: [{ type: 'RandomHorizontalFlip' }] } as typeof project.data;
  const { source, ...rest } = await openRecipe({ ...project, data, model: { layers } }, loadImages);
  const rows = Uint32Array.from({ length: 40 }, (_, i) => i);
  const recipe = {
    ...rest,
    source: { ...source, train: rows.subarray(0, 32), validation: rows.subarray(32) },
  };
  const train = async (observed: boolean) => {
    const state = initialState(recipe, 0);
    const observer = recorderOf(recipe, state, 2);
    await runTraining(
      recipe,
      state,
      { epochs: 2, batchSize: 8, shuffle: true, logSteps: 0 },
      {
        backend: createNativeBackend(1),
        control: { waitIfPaused: () => Promise.resolve(true) },
        observer: observed ? observer : undefined,
        emit: () => undefined,
        begin: () => Promise.resolve(),
        save: () => Promise.resolve(),
        now: () => performance.now(),
      },
    );
    return { state, history: observer.history() };
  };
  const [plain, observed] = [await train(false), await train(true)];
  expect(observed.history.records.map(({ step }) => step)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
  expect(observed.state.generator.state()).toEqual(plain.state.generator.state());
  expect(observed.state.history.map(({ trainLoss, validationLoss }) => [trainLoss, validationLoss])).toEqual(
    plain.state.history.map(({ trainLoss, validationLoss }) => [trainLoss, validationLoss]),
  );
  for (const [name, { data }] of Object.entries(plain.state.tensors))
    expect(
      Buffer.from(observed.state.tensors[name]!.data.buffer).equals(Buffer.from(data.buffer)),
      name,
    ).toBe(true);

  const decoded = decodeHealth(encodeHealth(observed.history));
  expect(decoded.layers).toEqual(observed.history.layers);
  decoded.records.forEach((record, i) => {
    const made = observed.history.records[i]!;
    expect(record.flatUnits.map((share) => share && Math.fround(share))).toEqual(
      made.flatUnits.map((share) => share && Math.fround(share)),
    );
    record.gradients.forEach(({ bins, counts, rms }, k) => {
      expect(bins).toEqual(made.gradients[k]!.bins);
      expect(counts).toEqual(made.gradients[k]!.counts);
      expect(rms).toBe(Math.fround(made.gradients[k]!.rms));
    });
  });
});

it('has the first and the last state however little time records may take', async () => {
  const { recipe } = await openExample('thermometer-linear');
  const state = initialState(recipe, 0);
  let clock = 0;
  const recorder = createHealthRecorder(createNativeBackend(1), recipe, state, {
    stepsPerEpoch: 1,
    steps: 20,
    before: null,
    now: () => (clock += 1_000),
  });
  // Every look takes a second, and every step none.
  for (state.step = 0; state.step <= 20; state.step++) await recorder.look(state);
  expect(recorder.history().records.map(({ step }) => step)).toEqual([0, 20]);
  await recorder.dispose();
});

it('has at least 20 records of a run of five epochs, if they take little time', async () => {
  const { recipe } = await openExample('thermometer-linear');
  const state = initialState(recipe, 0);
  const recorder = createHealthRecorder(createNativeBackend(1), recipe, state, {
    ...{ stepsPerEpoch: 157, steps: 785, before: null },
    now: () => 0,
  });
  state.order = new Uint32Array(1);
  const looked = [0];
  for (; state.step < 785; state.step = Math.min(recorder.nextStep(state.step), 785)) {
    await recorder.look(state);
    looked.push(state.step);
  }
  expect(recorder.history().records.map(({ step }) => step)).toEqual([...new Set(looked)]);
  expect(recorder.history().records.length).toBeGreaterThan(20);
  await recorder.dispose();
});

const numbers = fc
  .float32Array({ minLength: 1, maxLength: 200, noNaN: true, noDefaultInfinity: true, min: -1e6, max: 1e6 })
  .map((values) => Float32Array.from(values));

describe('a histogram', () => {
  it('counts every number in the bin that holds it', () => {
    fc.assert(
      fc.property(numbers, (values) => {
        const found = distributionOf(values);
        const edges = binEdges(found);
        const inside = edges.map(([near, far], i) => {
          const sign = Math.sign(found.bins[i]!);
          // The bin of zero has no sign.
          const has = (value: number) =>
            Math.abs(value) >= near && Math.abs(value) < far && (sign === 0 || Math.sign(value) === sign);
          return values.filter(has).length;
        });
        expect(inside).toEqual([...found.counts]);
        expect(found.counts.reduce((sum, count) => sum + count, 0)).toBe(values.length);
        expect([...found.bins]).toEqual([...found.bins].sort((a, b) => a - b));
      }),
      { numRuns: 100 },
    );
  });

  it('of many numbers counts some from every row and column', () => {
    // The columns have sizes of their own, which a stride of 2, 4, 8, … would pass over.
    const values = Float32Array.from({ length: 4096 * 16 }, (_, i) => 2 ** (i % 16));
    const found = distributionOf(values, 4096);
    expect(found.count).toBeLessThan(4200);
    expect([found.least, found.most]).toEqual([1, 2 ** 15]);
    expect(found.rms / distributionOf(values).rms).toBeCloseTo(1, 1);
    expect(distributionOf(values, 1e6).count).toBe(values.length);
  });

  it('knows zeros and figures', () => {
    const found = distributionOf(Float32Array.of(-2, -1, 0, -0, 1, 2, 3, 4));
    expect(shareOfZeros(found)).toBe(0.25);
    expect(found).toMatchObject({ least: -2, most: 4, mean: 0.875, count: 8 });
  });
});

describe('a strip', () => {
  it.each(['linear', 'log'] as const)('shows nearly all numbers but zeros (%s)', (scale) => {
    const columns = [3, 0.2].map((size) =>
      distributionOf(Float32Array.from({ length: 2000 }, (_, i) => size * Math.sin(i) ** 3)),
    );
    const { from, to, cells } = stripOf(columns, scale, 12);
    expect(to).toBeGreaterThan(from);
    for (const column of [0, 1]) {
      const total = cells.filter((_, i) => i % 2 === column).reduce((sum, share) => sum + share, 0);
      expect(total).toBeGreaterThan(0.99);
      expect(total).toBeLessThan(1.001);
    }
  });
});

describe('a history', () => {
  const record = (step: number) => ({
    step,
    ...{ weights: [], gradients: [], activations: [], flatUnits: [], flatOutputs: [] },
  });
  const steps = (count: number, every: number) => {
    let history: HealthHistory = { stepsPerEpoch: every, parameters: [], layers: [], records: [] };
    for (let i = 0; i <= count; i++) history = withRecord(history, record(i * every));
    return history.records.map(({ step }) => step);
  };

  it('of a long run is spread over it, and keeps early steps and the last', () => {
    const found = steps(1000, 1);
    expect(found).toHaveLength(128);
    expect(found.at(-1)).toBe(1000);
    expect(found.slice(0, 4)).toEqual([0, 1, 2, 4]);
    const gaps = found.filter((step) => !isEarly(step)).map((step, i, all) => step - (all[i - 1] ?? 0));
    expect(Math.max(...gaps)).toBeLessThan(40);
  });

  it('that is damaged is refused', async () => {
    const bytes = encodeHealth({ stepsPerEpoch: 1, parameters: [], layers: [], records: [record(0)] });
    expect(await refusal(() => decodeHealth(bytes.slice(0, 40)))).toMatchObject({ family: 'bad-checkpoint' });
    const newer = Buffer.from(bytes).toString('latin1').replace('version\\":1', 'version\\":2');
    const other = Uint8Array.from(Buffer.from(newer, 'latin1'));
    expect(await refusal(() => decodeHealth(other))).toMatchObject({
      problem: { code: 'bad-checkpoint/health' },
    });
  });
});

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { z } from '../base/zod.js';
import { thermometer } from '../data/table.js';
import { shiftImages } from '../evaluate/shift.js';
import { createNodeEnvironment } from '../io/environment.js';
import type { Job } from './define.js';
import { tensor } from '../tensor/tensor.js';
import { createControl } from '../train/control.js';
import { places, readExample } from '../testing/loom.js';
import { askJob } from '../testing/training.js';
import { expectClose } from '../testing/numbers.js';
import { refusal } from '../testing/problems.js';
import { activations } from './activations.js';
import { attribute } from './attribute.js';
import { classify } from './classify.js';
import { effects } from './effects.js';
import { excite } from './excite.js';
import { explain } from './explain.js';
import { occlude } from './occlude.js';
import { parameters } from './parameters.js';
import { shiftSample } from './shiftSample.js';
import { splitRows } from './splitRows.js';
import { train } from './train.js';
import { PROBABILITIES } from '../evaluate/classification.js';

const environment = createNodeEnvironment(places);
let folder: string;
let run: string;

const ask = <I extends z.ZodType, R extends z.ZodType>(
  job: Job<string, 'engine', I, z.ZodType, R, unknown>,
  input: z.input<I>,
) => askJob(environment, job, input);

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'loom-questions-'));
  run = join(folder, 'run');
  const project = readExample('birds-convnet');
  project.data.limitPerClass = 20;
  await ask(train, { project: JSON.stringify(project), out: run, epochs: 1, threads: 1 });
});
afterAll(async () => {
  await environment.models.dispose();
  rmSync(folder, { recursive: true, force: true });
});

/** Probabilities from what the last layer gives. */
const probabilitiesOf = async (sample: number | Uint8Array) => {
  const { output, layers } = await ask(activations, { run, sample });
  return PROBABILITIES[output]!(Array.from(layers.at(-1)!.values));
};

/** The bytes `[height, width, channels]` of planes. */
const interleaved = (planes: Uint8Array) =>
  Uint8Array.from(planes, (_, i) => planes[(i % 3) * 1024 + Math.floor(i / 3)]!);

it('gives the samples of both splits in order, and the activations that make the predictions', async () => {
  const { train: trained, validation } = await ask(splitRows, { run });
  expect([trained.length, validation.length]).toEqual([40, 2000]);
  const { rows, probabilities } = await ask(classify, { run });
  for (const row of [validation[0]!, validation[39]!]) {
    const at = rows.indexOf(row);
    expectClose(await probabilitiesOf(row), probabilities.slice(2 * at, 2 * at + 2), { relative: 1e-5 });
  }
  const { pixels, label, input, layers } = await ask(activations, { run, sample: validation[0]! });
  expect(label).toBeTypeOf('number');
  expect([input.shape, layers[0]!.shape, layers.at(-1)!.shape]).toEqual([[3, 32, 32], [16, 32, 32], [2]]);
  const drawn = await ask(activations, { run, sample: interleaved(pixels!) });
  expect(drawn).toMatchObject({ pixels, label: null });
  expect(drawn.layers).toEqual(layers);
});

it("explains a unit of every layer by the layer's own input", async () => {
  const { validation } = await ask(splitRows, { run });
  const sample = validation[3]!;
  const { input, layers } = await ask(activations, { run, sample });
  let before = input;
  for (const { name, shape, values } of layers) {
    const unit = shape.map((length) => length - 1);
    const { output, sum, contributions, constant } = await ask(explain, { run, sample, layer: name, unit });
    expect(output).toBe(values.at(-1));
    const scale = contributions.reduce(
      (all, { product }) => all + Math.abs(product),
      Math.abs(constant.value),
    );
    expect(Math.abs(sum - output)).toBeLessThanOrEqual(1e-6 * scale);
    const { index, input: number } = contributions[0]!;
    expect(number).toBe(
      before.values[index.reduce((at, position, axis) => at * before.shape[axis]! + position, 0)],
    );
    before = { shape, values };
  }
});

it('moves an image as shiftImages does', async () => {
  const { validation } = await ask(splitRows, { run });
  const sample = validation[5]!;
  const { pixels } = await ask(activations, { run, sample });
  const image = tensor('uint8', [1, 3, 32, 32], pixels!);
  const { offsets, probability } = await ask(shiftSample, { run, sample, label: 1, most: 2 });
  expect(offsets).toEqual([-2, -1, 0, 1, 2]);
  for (const [row, column] of [
    [2, 2],
    [0, 4],
    [3, 1],
  ] as const) {
    const moved = shiftImages(image, offsets[column]!, offsets[row]!);
    const [, bird] = await probabilitiesOf(interleaved(moved.data));
    expect(probability[row]![column]).toBeCloseTo(bird!, 5);
  }
});

it('says where a class comes from', async () => {
  const { validation } = await ask(splitRows, { run });
  const question = { run, sample: validation[0]!, label: 0 };
  const { saliency, gradCam } = await ask(attribute, question);
  expect([saliency.height, saliency.width, saliency.values.length]).toEqual([32, 32, 1024]);
  expect(gradCam.map(({ layer, height }) => [layer, height])).toEqual([
    ['conv1', 32],
    ['conv2', 16],
  ]);
  const { values } = await ask(occlude, { ...question, size: 32, stride: 32 });
  const [whole] = await probabilitiesOf(question.sample);
  const model = await environment.models.use({ run }, (opened) => Promise.resolve(opened));
  const nothing = tensor('float32', [1, 3, 32, 32], new Float32Array(3072));
  const outputs = (await (await model.taps()).run(nothing)).at(-1)!;
  const [empty] = PROBABILITIES['logits']!(Array.from(outputs.data as Float32Array));
  expect(values[0]).toBeCloseTo(whole! - empty!, 5);
  expect(new Set(values).size).toBe(1);
});

it('shows the weights, and what a unit does for a class', async () => {
  const { parameters: list } = await ask(parameters, { run });
  expect(list.map(({ name }) => name)).toEqual(
    ['conv1', 'conv2', 'fc1', 'fc2'].flatMap((name) => [`${name}.weight`, `${name}.bias`]),
  );
  const { layers } = await ask(activations, { run, sample: 0 });
  const last = list.at(-2)!;
  expect(layers[last.layer]!.name).toBe('fc2');
  const answer = await ask(parameters, { run, of: last.name });
  const values = answer.values!;
  expect([last.shape, values.length, last.gradient, answer.gradients]).toEqual([[2, 32], 64, null, null]);
  expect([last.min, last.max]).toEqual([Math.min(...values), Math.max(...values)]);
  expect(last.bins.reduce((sum, count) => sum + count, 0)).toBe(64);
  // The slope of a logit at the inputs of the last layer is its weights.
  const { classes } = await ask(effects, { run, layer: last.layer - 1 });
  expectClose(classes[0]!, values.subarray(0, 32), { relative: 1e-5, absolute: 1e-7 });
  expectClose(classes[1]!, values.subarray(32), { relative: 1e-5, absolute: 1e-7 });
});

it('finds the images that excite a map most', async () => {
  const { validation } = await ask(splitRows, { run });
  const { images, best, pixels } = await ask(excite, { run, layer: 'pool2' });
  expect([images, best.length, best[0]!.length, pixels.length]).toEqual([300, 8, 6, 300]);
  const highest = async (at: number) => {
    const { layers, pixels: own } = await ask(activations, { run, sample: validation[at]! });
    const { values } = layers.find(({ name }) => name === 'pool2')!;
    return { own, highest: Math.max(...values.subarray(0, values.length / 8)) };
  };
  const [first, second] = best[0]! as [number, number];
  const found = await highest(first);
  expect(pixels[first]).toEqual(found.own);
  expect(found.highest).toBeGreaterThanOrEqual((await highest(second)).highest);
  expect(found.highest).toBeGreaterThanOrEqual((await highest(7)).highest);
});

it('knows the weights before training, which follow from the seed', async () => {
  const of = 'conv1.weight';
  const initial = await ask(parameters, { run, of, weights: 'initial' });
  const project = JSON.stringify(await environment.openRun(run).project());
  const untrained = await ask(parameters, { run: null, project, of });
  expect(initial.values).toEqual(untrained.values);
  expect((await ask(parameters, { run, of })).values).not.toEqual(initial.values);
  const asked = { run, sample: 0 };
  const [first, last] = [
    await ask(activations, { ...asked, weights: 'initial' }),
    await ask(activations, asked),
  ];
  expect(first.input).toEqual(last.input);
  expect(first.layers[0]!.values).not.toEqual(last.layers[0]!.values);
  const out = join(folder, 'further');
  await ask(train, { project, out, fromRun: run, epochs: 1, threads: 1 });
  const { problem } = await refusal(() => ask(parameters, { run: out, of, weights: 'initial' }));
  expect(problem.code).toBe('bad-checkpoint/started-from-weights');
});

it('ends a long question that is withdrawn', async () => {
  const control = createControl(() => Promise.resolve());
  control.stop();
  const context = { environment, report: () => undefined, control, signal: new AbortController().signal };
  const asked = { run, weights: 'last', sample: 0, label: 0 } as const;
  for (const work of [
    () => occlude.run({ ...asked, size: 4, stride: 2 }, context),
    () => shiftSample.run({ ...asked, most: 2 }, context),
    () => excite.run({ ...asked, layer: 'pool2' }, context),
  ]) {
    expect((await refusal(work)).problem.code).toBe('interrupted/canceled');
  }
});

it('keeps the model between questions, until there is another checkpoint', async () => {
  const model = () => environment.models.use({ run }, (opened) => Promise.resolve(opened));
  const first = await model();
  expect(await model()).toBe(first);
  await ask(train, { project: JSON.stringify(first.project), out: run, epochs: 2, threads: 1, resume: true });
  const second = await model();
  expect([first.state.epoch, second.state.epoch]).toEqual([1, 2]);
  // The earlier one is closed: its sessions cannot run any more.
  await expect(
    environment.models.use({ run }, async () => (await first.taps()).run(null!)),
  ).rejects.toThrow();
});

it('refuses what there is not', async () => {
  const refused = async (work: Promise<unknown>) => (await refusal(() => work)).problem.code;
  expect(await refused(ask(activations, { run, sample: 60_000 }))).toBe('bad-argument/range');
  expect(await refused(ask(attribute, { run, sample: 0, label: 2 }))).toBe('bad-argument/range');
  expect(await refused(ask(splitRows, { run: join(folder, 'none') }))).toBe('bad-checkpoint/no-model');
});

it('lists the parameters of a run, and those before training with their gradients', async () => {
  const trained = await ask(parameters, { run, of: 'fc2.bias', gradients: true });
  expect(trained.parameters.map(({ name }) => name)).toContain('conv1.weight');
  expect([trained.values!.length, trained.gradients!.length, trained.samples]).toEqual([2, 2, 40]);

  const line = readExample('thermometer-linear');
  line.data.validation = null;
  const initial = { run: null, project: JSON.stringify(line), gradients: true };
  const weight = await ask(parameters, { ...initial, of: '0.weight' });
  const bias = await ask(parameters, { ...initial, of: '0.bias' });
  const [w, b] = [weight.values![0]!, bias.values![0]!];
  const { t_u, t_c } = thermometer.columns as Record<string, number[]>;
  const errors = t_u!.map((reading, i) => w * 0.1 * reading + b - t_c![i]!);
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  expect(weight.gradients![0]).toBeCloseTo(2 * mean(errors.map((error, i) => error * 0.1 * t_u![i]!)), 2);
  expect(bias.gradients![0]).toBeCloseTo(2 * mean(errors), 3);
});

it('lets questions that come up be answered before the next part of a slow one', async () => {
  const { models } = environment;
  const order: string[] = [];
  const slow = (name: string) =>
    models.use({ run }, async (_, makeWay) => {
      for (const part of [1, 2]) {
        await makeWay();
        order.push(`${name} ${part}`);
      }
    });
  const quick = async () =>
    models.use({ run }, async (opened) => {
      await (await opened.taps()).run(tensor('float32', [1, 3, 32, 32], new Float32Array(3072)));
      order.push('quick');
    });
  await Promise.all([slow('a'), slow('b'), quick()]);
  expect(order[0]).toBe('quick');
  expect([...order].sort()).toEqual(['a 1', 'a 2', 'b 1', 'b 2', 'quick']);
});

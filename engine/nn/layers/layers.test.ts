import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Backend } from '../../backends/backend.js';
import { createNativeBackend } from '../../backends/onnxruntime/native.js';
import { createReferenceBackend } from '../../backends/reference.js';
import type { SavedParams } from '../../base/fields.js';
import { BATCH, type Shape } from '../../base/shape.js';
import { bindModel } from '../model/bind.js';
import { declareTensors, forwardModel } from '../model/forward.js';
import { bernoulli, Mt19937 } from '../../random/torch.js';
import { gradients } from '../../tensor/autodiff.js';
import { createBuilder } from '../../tensor/operators/index.js';
import { float32, numel } from '../../tensor/tensor.js';
import { expectClose, wave } from '../../testing/numbers.js';
import { refusal } from '../../testing/problems.js';
import { initialBuffer } from '../../train/state.js';
import { catalog } from './index.js';

interface Fixture {
  readonly type: string;
  readonly params: SavedParams;
  readonly input: readonly number[];
  readonly scale: number;
  readonly outputShape: readonly number[];
  readonly output: readonly number[];
  readonly buffers: Readonly<Record<string, readonly number[]>>;
  readonly inputGradient: readonly number[];
  readonly gradients: Readonly<Record<string, readonly number[]>>;
}

const fixtures = JSON.parse(
  readFileSync(new URL('./__fixtures__/layers.json', import.meta.url), 'utf8'),
) as Fixture[];

const mask = (shape: readonly number[], keep: number) =>
  float32(shape, bernoulli(Mt19937.fromSeed(7), new Float32Array(numel(shape)), keep));

async function run(fixture: Fixture, backend: Backend) {
  const { type, params, input, scale } = fixture;
  const model = bindModel([{ id: 'l', name: 'layer', type, params }], input);
  const b = createBuilder();
  const x = b.input('x', 'float32', input);
  const parameters = model.parameters.map(({ path, shape }) => b.input(path, 'float32', shape));
  const buffers = model.buffers.map(({ path, shape }) => b.input(path, 'float32', shape));
  const { output, updates, noise } = forwardModel(b, model, x, {
    training: true,
    tensors: new Map([...parameters, ...buffers].map((value) => [value.name, value])),
  });
  const weights = b.input('weights', 'float32', output.shape);
  const loss = b.op('ReduceSum', [b.op('Mul', [output, weights])], { keepdims: 0 });
  const slopes = gradients(b, loss, [x, ...parameters]);
  const executable = await backend.compile(b.build([output, ...slopes, ...updates.values()]));
  const results = await executable.run({
    x: wave(input, scale),
    weights: wave(fixture.outputShape, 1, 0.5),
    ...Object.fromEntries(model.parameters.map(({ path, shape }, i) => [path, wave(shape, 0.5, 1 + i)])),
    ...Object.fromEntries(model.buffers.map((buffer) => [buffer.path, initialBuffer(buffer)])),
    ...Object.fromEntries(noise.map(({ value, shape, keep }) => [value.name, mask(shape, keep)])),
  });
  await executable.dispose();
  const numbers = (name: string) => results[name]!.data as Float32Array;
  return {
    inferred: model.output,
    shape: results[output.name]!.shape,
    output: numbers(output.name),
    inputGradient: numbers(slopes[0]!.name),
    buffers: model.buffers.map(({ name, path }) => ({ name, values: numbers(updates.get(path)!.name) })),
    gradients: model.parameters.map(({ name }, i) => ({ name, values: numbers(slopes[i + 1]!.name) })),
  };
}

describe.each([createReferenceBackend(), createNativeBackend(1)])('$name backend', (backend) => {
  it.each(fixtures)('matches PyTorch for $type $params on $input × $scale', async (fixture) => {
    const found = await run(fixture, backend);
    expect(found.inferred).toEqual(fixture.outputShape);
    expect(found.shape).toEqual(fixture.outputShape);
    expectClose(found.output, fixture.output, { relative: 1e-5, absolute: 1e-5 });
    expectClose(found.inputGradient, fixture.inputGradient, { relative: 1e-4, absolute: 1e-5 });
    for (const { name, values } of found.buffers) {
      expectClose(values, fixture.buffers[name]!, { relative: 1e-5, absolute: 1e-5 });
    }
    for (const { name, values } of found.gradients) {
      expectClose(values, fixture.gradients[name]!, { relative: 1e-4, absolute: 1e-5 });
    }
  });
});

describe('both backends agree within 1e-5', () => {
  it.each(fixtures)('on $type $params on $input × $scale, forward and gradient', async (fixture) => {
    const flat = ({ output, inputGradient, buffers, gradients }: Awaited<ReturnType<typeof run>>) => [
      output,
      inputGradient,
      ...[...buffers, ...gradients].map(({ values }) => values),
    ];
    const native = flat(await run(fixture, createNativeBackend(1)));
    const reference = flat(await run(fixture, createReferenceBackend()));
    native.forEach((found, i) => expectClose(found, reference[i]!, { relative: 1e-5, absolute: 1e-5 }));
  });
});

/** The output in evaluation mode of a model built for `shape`, on the fixture's input. */
async function evaluated(fixture: Fixture, shape: Shape, backend: Backend) {
  const { type, params, input, scale } = fixture;
  const model = bindModel([{ id: 'l', name: 'layer', type, params }], shape);
  const b = createBuilder();
  const x = b.input('x', 'float32', shape);
  const tensors = declareTensors(b, model);
  const { output } = forwardModel(b, model, x, { training: false, tensors });
  // A layer that does nothing returns its input itself, which cannot be an output of a graph.
  const result = b.op('Add', [output, b.scalar(0)]);
  const executable = await backend.compile(b.build([result]));
  const results = await executable.run({
    x: wave(input, scale),
    ...Object.fromEntries(model.parameters.map((one, i) => [one.path, wave(one.shape, 0.5, 1 + i)])),
    ...Object.fromEntries(model.buffers.map((buffer) => [buffer.path, initialBuffer(buffer)])),
  });
  await executable.dispose();
  return results[result.name]!;
}

describe('a batch axis that is open until the graph runs', () => {
  it.each(fixtures)('changes nothing for $type $params on $input × $scale', async (fixture) => {
    const [, ...sample] = fixture.input;
    for (const backend of [createReferenceBackend(), createNativeBackend(1)]) {
      const open = await evaluated(fixture, [BATCH, ...sample], backend);
      expect(open).toEqual(await evaluated(fixture, fixture.input, backend));
    }
  });
});

it('draws nothing for a Dropout that keeps all or none', () => {
  for (const p of [0, 1]) {
    const model = bindModel([{ id: 'l', name: 'layer', type: 'Dropout', params: { p } }], [2, 3]);
    const b = createBuilder();
    const x = b.input('x', 'float32', [2, 3]);
    expect(forwardModel(b, model, x, { training: true, tensors: new Map() }).noise).toEqual([]);
  }
});

it('has a PyTorch fixture for every layer of the catalog', () => {
  const covered = new Set(fixtures.map(({ type }) => type));
  expect(catalog.map(({ type }) => type).filter((type) => !covered.has(type))).toEqual([]);
});

describe('a layer that does not fit', () => {
  const bind = (type: string, params: SavedParams, input: readonly number[]) => () =>
    bindModel([{ id: 'l1', name: 'hidden', type, params }], input);

  it('reports the expected parameter and offers to set it', async () => {
    const found = await refusal(bind('Linear', { in_features: 3072, out_features: 2 }, [4, 512]));
    expect(found.message).toContain('Layer "hidden" (Linear): in_features should be 512');
    expect(found.problem).toMatchObject({
      code: 'bad-shape/size',
      where: { kind: 'layer', id: 'l1' },
      fixes: [{ kind: 'set-param', layerId: 'l1', param: 'in_features', value: 512 }],
    });
  });

  // Settings of all bad kinds, with the best fix; each fix makes the layer fit.
  it.each<[string, SavedParams, readonly number[], string]>([
    ['Conv2d', { kernel_size: [9, 3] }, [4, 3, 6, 8], 'kernel_size [6,3]'],
    ['Conv1d', { kernel_size: 3, dilation: 4 }, [4, 3, 8], 'kernel_size 2'],
    ['Conv2d', { padding: 'same', stride: 2 }, [4, 3, 8, 8], 'stride 1'],
    ['Conv2d', { padding: 4, padding_mode: 'reflect' }, [4, 3, 4, 8], 'padding_mode "zeros"'],
    ['Conv1d', { padding: 9, padding_mode: 'circular' }, [4, 3, 8], 'padding_mode "zeros"'],
    ['Conv2d', { groups: 2 }, [4, 3, 8, 8], 'groups 1'],
    ['ConvTranspose2d', { output_padding: 1 }, [4, 3, 8, 8], 'output_padding 0'],
    ['ReflectionPad2d', { padding: 8 }, [4, 3, 8, 5], 'padding 4'],
    ['ReflectionPad2d', { padding: [1, 6, 8, 2] }, [4, 3, 8, 5], 'padding [1,4,7,2]'],
    ['MaxPool2d', { kernel_size: 3, padding: [2, 1] }, [4, 3, 8, 8], 'padding 1'],
    ['MaxPool1d', { kernel_size: 9 }, [4, 3, 8], 'kernel_size 8'],
    ['MaxPool2d', { padding: 1, dilation: [1, 2] }, [4, 3, 1, 1], 'dilation 1'],
    ['AvgPool1d', { kernel_size: 2, padding: 2 }, [4, 3, 8], 'padding 1'],
    ['Unflatten', { unflattened_size: [3, 3] }, [4, 12], 'unflattened_size [3,-1]'],
    ['Unflatten', { unflattened_size: [5, -1] }, [4, 12], 'unflattened_size [1,-1]'],
    ['Unflatten', { dim: 0 }, [4, 12], 'dim 1'],
    ['Upsample', { align_corners: true }, [4, 3, 8, 8], 'mode "bilinear"'],
  ])('says which setting of %s %o on %o to change', async (type, params, input, expected) => {
    const { problem, message } = await refusal(bind(type, params, input));
    expect(message).toContain(`(${type}): `);
    const [fix] = problem.fixes;
    expect(fix?.kind === 'set-param' && `${fix.param} ${JSON.stringify(fix.value)}`).toBe(expected);
    if (fix?.kind !== 'set-param') return;
    expect(bind(type, { ...params, [fix.param]: fix.value }, input)).not.toThrow();
  });

  it('offers Unflatten, which makes lines of the rows of a table', async () => {
    const { problem } = await refusal(bind('Conv1d', {}, [4, 13]));
    expect(problem.fixes).toEqual([{ kind: 'insert-layer', beforeLayerId: 'l1', type: 'Unflatten' }]);
    const lines = { id: 'l0', name: 'lines', type: 'Unflatten', params: {} };
    const conv = { id: 'l1', name: 'conv', type: 'Conv1d', params: {} };
    expect(bindModel([lines, conv], [BATCH, 13]).output).toEqual([BATCH, 16, 11]);
  });

  it('refuses to normalize images of one pixel', async () => {
    const { problem } = await refusal(bind('InstanceNorm2d', {}, [4, 3, 1, 1]));
    expect(problem.code).toBe('bad-shape/one-pixel');
  });

  it('offers Flatten before a Linear whose input size is that of a whole image', async () => {
    const found = await refusal(bind('Linear', { in_features: 3072, out_features: 2 }, [4, 3, 32, 32]));
    expect(found.problem.fixes).toEqual([{ kind: 'insert-layer', beforeLayerId: 'l1', type: 'Flatten' }]);
  });
});

it('warns of probabilities along the batch axis, and offers the axis of the classes', () => {
  const warned = (type: string, dim: number) =>
    bindModel([{ id: 'l1', name: 'last', type, params: { dim } }], [BATCH, 3]).layers[0]!.advice;
  for (const type of ['Softmax', 'LogSoftmax', 'Softmin']) {
    for (const dim of [0, -2]) {
      expect(warned(type, dim)).toMatchObject({
        code: 'advice/batch-axis',
        where: { kind: 'layer', id: 'l1' },
        fixes: [{ kind: 'set-param', layerId: 'l1', param: 'dim', value: 1 }],
      });
    }
    for (const dim of [1, -1]) expect(warned(type, dim)).toBeNull();
  }
});

import { describe, expect, it } from 'vitest';
import { gradients } from '../../tensor/autodiff.js';
import { createReferenceBackend } from '../../backends/reference.js';
import type { SavedParams } from '../../base/fields.js';
import { float32 } from '../../tensor/tensor.js';
import { createBuilder } from '../../tensor/operators/index.js';
import { expectClose, wave } from '../../testing/numbers.js';
import { bindModel } from './bind.js';
import { forwardModel, type Layered, poolFirst } from './forward.js';

const SHAPE = [2, 3, 4, 6];
const POOLED = [2, 3, 2, 3];

function model(types: readonly (readonly [string, SavedParams])[]) {
  const specs = types.map(([type, params], i) => ({ id: `l${i}`, name: `layer${i}`, type, params }));
  return bindModel(specs, SHAPE);
}

const order = ({ layers }: Layered) => layers.map(({ spec }) => spec.type);

/** Output and input gradient, for inputs with equal numbers on both sides of 0. */
async function slopes(layered: Layered) {
  const b = createBuilder();
  const x = b.input('x', 'float32', SHAPE);
  const weights = b.input('weights', 'float32', POOLED);
  const { output } = forwardModel(b, layered, x, {
    training: true,
    tensors: new Map(),
  });
  const loss = b.op('ReduceSum', [b.op('Mul', [output, weights])], { keepdims: 0 });
  const [slope] = gradients(b, loss, [x]);
  const executable = await createReferenceBackend().compile(b.build([output, slope!]));
  const coarse = Array.from(wave(SHAPE, 3).data, (value) => Math.round(value) / 2);
  const results = await executable.run({ x: float32(SHAPE, coarse), weights: wave(POOLED, 1, 2) });
  const numbers = (name: string) => results[name]!.data as Float32Array;
  return [numbers(output.name), numbers(slope!.name)] as const;
}

describe('a pass that moves max pools forward', () => {
  it.each([
    ['Tanh', {}],
    ['ReLU', {}],
    ['Sigmoid', {}],
    ['Softplus', {}],
    ['Hardtanh', { min_val: -2, max_val: 2 }],
    ['ELU', {}],
    ['LeakyReLU', { negative_slope: 0.1 }],
  ] satisfies [string, SavedParams][])('keeps the output and gradients of %s %o', async (type, params) => {
    const given = model([
      [type, params],
      ['MaxPool2d', {}],
    ]);
    const quick = poolFirst(given);
    expect(order(quick)).toEqual(['MaxPool2d', type]);
    const [found, expected] = [await slopes(quick), await slopes(given)];
    found.forEach((values, i) => expectClose(values, expected[i]!, { relative: 1e-6, absolute: 1e-6 }));
  });

  it.each([
    ['GELU', {}],
    ['SiLU', {}],
    ['LeakyReLU', { negative_slope: -0.1 }],
    ['Softmax', { dim: 1 }],
    ['Dropout', {}],
  ] satisfies [string, SavedParams][])('leaves %s %o in place', (type, params) => {
    const given = model([
      [type, params],
      ['MaxPool2d', {}],
    ]);
    expect(order(poolFirst(given))).toEqual([type, 'MaxPool2d']);
  });

  it('moves a pool before several activations, but not before another pool', () => {
    const given = model([
      ['Tanh', {}],
      ['MaxPool2d', { kernel_size: 1 }],
      ['ReLU', {}],
      ['Sigmoid', {}],
      ['MaxPool2d', {}],
      ['Tanh', {}],
    ]);
    expect(order(poolFirst(given))).toEqual(['MaxPool2d', 'MaxPool2d', 'Tanh', 'ReLU', 'Sigmoid', 'Tanh']);
  });
});

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { gradients } from '../../tensor/autodiff.js';
import { createReferenceBackend } from '../../backends/reference.js';
import { createNativeBackend } from '../../backends/onnxruntime/native.js';
import { resolveParams, type SavedParams } from '../../base/fields.js';
import { float32, tensor } from '../../tensor/tensor.js';
import { createBuilder } from '../../tensor/operators/index.js';
import { fixLabel, sentenceOf } from '../../text/index.js';
import { expectClose } from '../../testing/numbers.js';
import { BALANCE } from './classWeights.js';
import { lossOf, losses, pairingProblem } from './index.js';

interface Fixture {
  readonly type: string;
  readonly params: SavedParams;
  readonly prediction: readonly number[];
  readonly shape: readonly number[];
  readonly classes: readonly number[] | null;
  readonly target: readonly number[] | null;
  readonly loss: number;
  readonly gradient: readonly number[];
}

const fixtures = JSON.parse(
  readFileSync(new URL('./__fixtures__/losses.json', import.meta.url), 'utf8'),
) as Fixture[];

describe.each([createReferenceBackend(), createNativeBackend(1)])('$name backend', (backend) => {
  it.each(fixtures)(
    'matches PyTorch for $type $params',
    async ({ type, params, prediction, shape, classes, target: values, loss, gradient }) => {
      const target = classes
        ? tensor('int32', [classes.length], Int32Array.from(classes))
        : float32(shape, values!);
      const b = createBuilder();
      const x = b.input('x', 'float32', shape);
      const y = b.input('y', target.dtype, target.shape);
      const definition = lossOf(type);
      const value = definition.forward(b, x, y, resolveParams(definition.params, params));
      const [slope] = gradients(b, value, [x]);
      const executable = await backend.compile(b.build([value, slope!]));
      const results = await executable.run({ x: float32(shape, prediction), y: target });
      await executable.dispose();
      expectClose(results[value.name]!.data as Float32Array, [loss], { relative: 1e-5, absolute: 1e-6 });
      expectClose(results[slope!.name]!.data as Float32Array, gradient, { relative: 1e-4, absolute: 1e-6 });
    },
  );
});

it('has a PyTorch fixture for every loss', () => {
  expect(new Set(fixtures.map(({ type }) => type))).toEqual(new Set(losses.map(({ type }) => type)));
});

describe('balanced weights', () => {
  it('are those of scikit-learn, n / (k · count)', () => {
    expect(BALANCE.each.compute([0, 0, 0, 1, 2, 2], 3)).toEqual([6 / 9, 2, 1]);
  });

  it('count a class without samples as if it had one', () => {
    expect(BALANCE.each.compute([0, 0, 1], 3)).toEqual([0.5, 1, 1]);
    expect(BALANCE.positive.compute([0, 0], 2)).toEqual([2]);
  });

  it('are the negative samples for each positive one where only that class has a weight', () => {
    expect(BALANCE.positive.compute([0, 1, 0, 0], 2)).toEqual([3]);
  });
});

const last = (type: string) => ({ id: 'l', name: 'last', type, params: {} });

describe('pairing', () => {
  it.each([
    ['NLLLoss', 'Linear', 'classes', 'Add LogSoftmax at the end'],
    ['CrossEntropyLoss', 'LogSoftmax', 'classes', 'Remove that layer'],
    ['MSELoss', 'Linear', 'classes', 'Choose CrossEntropyLoss or NLLLoss or BCEWithLogitsLoss'],
    ['BCEWithLogitsLoss', 'Sigmoid', 'classes', 'Remove that layer'],
    ['BCELoss', 'Linear', 'classes', 'Add Sigmoid at the end'],
    ['KLDivLoss', 'Linear', 'values', 'Add LogSoftmax at the end'],
    ['NLLLoss', 'LogSoftmax', 'values', 'or MSELoss or L1Loss'],
  ] as const)('rejects %s after %s on %s, with advice', (loss, layer, targets, advice) => {
    expect(sentenceOf(pairingProblem(lossOf(loss), last(layer), targets)!)).toContain(advice);
  });

  it.each([
    ['BCELoss', 'Linear', 'classes', ['Add Sigmoid at the end', 'Use BCEWithLogitsLoss']],
    ['BCEWithLogitsLoss', 'Sigmoid', 'classes', ['Remove the last layer', 'Use BCELoss']],
    ['CrossEntropyLoss', 'LogSoftmax', 'classes', ['Remove the last layer', 'Use NLLLoss']],
    ['NLLLoss', 'Linear', 'classes', ['Add LogSoftmax at the end', 'Use CrossEntropyLoss']],
    ['KLDivLoss', 'Linear', 'values', ['Add LogSoftmax at the end']],
  ] as const)('offers fixes for %s after %s on %s', (loss, layer, targets, labels) => {
    expect(pairingProblem(lossOf(loss), last(layer), targets)!.fixes.map(fixLabel)).toEqual(labels);
  });

  it.each([
    ['NLLLoss', 'LogSoftmax', 'classes'],
    ['BCELoss', 'Hardsigmoid', 'classes'],
    ['BCELoss', 'Sigmoid', 'values'],
    ['KLDivLoss', 'LogSoftmax', 'values'],
    ['CrossEntropyLoss', 'Linear', 'classes'],
    ['MSELoss', 'Tanh', 'values'],
  ] as const)('accepts %s after %s on %s', (loss, layer, targets) => {
    expect(pairingProblem(lossOf(loss), last(layer), targets)).toBeNull();
  });
});

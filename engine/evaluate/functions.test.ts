import { expect, it } from 'vitest';
import { catalog } from '../nn/layers/index.js';
import {
  activationRange,
  computeLayers,
  computeNeuron,
  elementwiseActivations,
  softmaxSteps,
} from './functions.js';

const rounded = (values: readonly number[]) => values.map((value) => Number(value.toFixed(4)));

it('finds the book’s values of tanh, with their slopes', () => {
  const { values, slopes } = computeLayers([{ type: 'Tanh' }], [-2.2, 0.1, 2.5]);
  expect(rounded(values)).toEqual([-0.9757, 0.0997, 0.9866]);
  values.forEach((value, i) => expect(slopes[i]).toBeCloseTo(1 - value * value, 10));
});

it.each(elementwiseActivations.map(({ type }) => type))('%s has a curve, its slope, and bounds', (type) => {
  const xs = [-3.1, -0.4, 0.3, 1.7];
  const { values, slopes } = computeLayers([{ type }], xs);
  const h = 1e-5;
  const ahead = computeLayers(
    [{ type }],
    xs.map((x) => x + h),
  ).values;
  values.forEach((value, i) => expect((ahead[i]! - value) / h).toBeCloseTo(slopes[i]!, 3));
  const { min, max } = activationRange(type);
  expect(Math.min(...values)).toBeGreaterThanOrEqual(min);
  expect(Math.max(...values)).toBeLessThanOrEqual(max);
});

it('leaves out only activations that normalize along an axis', () => {
  const left = catalog.filter(
    (layer) => layer.category === 'activation' && !elementwiseActivations.includes(layer),
  );
  expect(left.map(({ type }) => type)).toEqual(['Softmax', 'Softmin', 'LogSoftmax']);
});

it('knows bounds and where an activation saturates', () => {
  const tanh = activationRange('Tanh');
  expect([tanh.min, tanh.max]).toEqual([-1, 1]);
  expect(tanh.sensitive[0]).toBeCloseTo(-2.18, 1);
  expect(tanh.sensitive[1]).toBeCloseTo(2.18, 1);
  const relu = activationRange('ReLU');
  expect([relu.min, relu.max]).toEqual([0, Infinity]);
  expect(relu.sensitive[0]).toBeCloseTo(0, 1);
  expect(relu.sensitive[1]).toBe(Infinity);
  expect(activationRange('LeakyReLU').min).toBe(-Infinity);
  expect(activationRange('GELU').min).toBeCloseTo(-0.17, 2);
});

it('computes neurons, which stay lines without an activation', () => {
  const { values } = computeNeuron({ weight: -2, bias: -1.25, activation: 'Tanh' }, [-1, 0, 1]);
  values.forEach((value, i) => expect(value).toBeCloseTo(Math.tanh(-2 * (i - 1) - 1.25), 12));
  const line = computeNeuron({ weight: 3, bias: 1, activation: 'Identity' }, [-1, 0, 1]);
  expect(line).toEqual({ values: [-2, 1, 4], slopes: [3, 3, 3] });
});

it('shows softmax step by step, which ignores a shift', () => {
  const { exponentials, sum, softmax, logSoftmax } = softmaxSteps([1, 2, 3]);
  expect(rounded(exponentials)).toEqual([2.7183, 7.3891, 20.0855]);
  expect(sum).toBeCloseTo(30.1929, 4);
  expect(rounded(softmax)).toEqual([0.09, 0.2447, 0.6652]);
  expect(rounded(logSoftmax)).toEqual([-2.4076, -1.4076, -0.4076]);
  expect(rounded(softmaxSteps([101, 102, 103]).softmax)).toEqual([0.09, 0.2447, 0.6652]);
});

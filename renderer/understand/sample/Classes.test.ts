import { expect, it } from 'vitest';
import { scoresOf } from './Classes.js';

const layer = (type: string, ...values: number[]) => ({
  name: type,
  type,
  shape: [values.length],
  values: Float32Array.from(values),
});
const found = (output: 'logits' | 'log_probabilities' | 'values', ...layers: ReturnType<typeof layer>[]) => ({
  pixels: null,
  label: 0,
  input: layer('', 1),
  layers,
  output,
  classes: ['airplane', 'bird'],
});

it('gives logits, their log-softmax and their softmax', () => {
  const { logits, logProbabilities, probabilities } = scoresOf(found('logits', layer('Linear', 1, 3)))!;
  expect(logits).toEqual([1, 3]);
  expect(probabilities[1]).toBeCloseTo(1 / (1 + Math.exp(-2)), 10);
  expect(logProbabilities.map(Math.exp)[1]).toBeCloseTo(probabilities[1]!, 10);
});

it('finds the logits before a LogSoftmax, and of a single logit', () => {
  const [a, b] = [Math.log(0.25), Math.log(0.75)];
  const scores = scoresOf(found('log_probabilities', layer('Linear', a, b), layer('LogSoftmax', a, b)))!;
  expect(scores.logits![0]).toBeCloseTo(a, 6);
  expect(scores.probabilities[1]).toBeCloseTo(0.75, 6);
  expect(scoresOf(found('logits', layer('Linear', 2)))!.logits).toEqual([0, 2]);
  expect(scoresOf({ ...found('values', layer('Linear', 2)), classes: null })).toBeNull();
});

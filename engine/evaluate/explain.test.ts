import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createNativeBackend } from '../backends/onnxruntime/native.js';
import type { SavedParams } from '../base/fields.js';
import { bindModel } from '../nn/model/bind.js';
import { flatIndex, float32, type Tensor, toNumbers } from '../tensor/tensor.js';
import { wave } from '../testing/numbers.js';
import { explainUnit } from './explain.js';
import { openTaps } from './taps.js';

interface Fixture {
  readonly type: string;
  readonly params: SavedParams;
  readonly input: readonly number[];
}

const fixtures = ['evaluated', 'layers'].flatMap(
  (name) =>
    JSON.parse(
      readFileSync(new URL(`../nn/layers/__fixtures__/${name}.json`, import.meta.url), 'utf8'),
    ) as Fixture[],
);

/** A layer with made-up numbers, and its input and output by onnxruntime, for one sample. */
async function layerOf({ type, params, input }: Fixture) {
  const sample = input.slice(1);
  const model = bindModel([{ id: 'l', name: 'l', type, params }], ['batch', ...sample]);
  const positive = (held: Tensor) =>
    float32(
      held.shape,
      Float32Array.from(toNumbers(held), (v) => 1 + v),
    );
  const tensors = Object.fromEntries([
    ...model.parameters.map(({ path, shape }, i) => [path, wave(shape, 0.5, 1 + i)] as const),
    ...model.buffers.map(({ path, shape }) => [path, positive(wave(shape, 0.5, 5))] as const),
  ]);
  const taps = await openTaps(model, tensors, createNativeBackend(1));
  const [x, y] = await taps.run(wave([1, ...sample]));
  await taps.dispose();
  return { layer: model.layers[0]!, tensors, x: x!, y: y! };
}

const unitsOf = ({ shape }: Tensor) => {
  const last = shape.slice(1).map((length) => length - 1);
  return [last.map(() => 0), last, last.map((position) => Math.floor(position / 2))];
};

/** Layers whose units are a weighted sum plus a bias, at every input. */
const SUMS =
  /^(Linear|Conv|Flatten|Unflatten|Identity|Dropout|AvgPool|AdaptiveAvgPool|BatchNorm|Upsample|ZeroPad|ReflectionPad|MaxPool|ReLU$|LeakyReLU|PReLU)/;

describe('every layer', () => {
  it.each(fixtures)('$type $params adds up to what onnxruntime computed', async (fixture) => {
    const { layer, tensors, x, y } = await layerOf(fixture);
    for (const unit of unitsOf(y)) {
      const { contributions, constant, sum } = explainUnit(layer, tensors, x, unit);
      const computed = toNumbers(y)[flatIndex(unit, y.shape.slice(1))]!;
      const scale = contributions.reduce(
        (total, { product }) => total + Math.abs(product),
        Math.abs(constant.value),
      );
      expect(Math.abs(sum - computed)).toBeLessThanOrEqual(1e-6 * scale);
      const parts = contributions.reduce(
        (total, { input, weight }) => total + input * weight,
        constant.value,
      );
      expect(parts).toBeCloseTo(sum, 10);
      if (SUMS.test(fixture.type)) expect(constant.kind).toBe('bias');
    }
  });

  it('has its own weights and bias where it is Linear or Conv2d', async () => {
    const linear = await layerOf({
      type: 'Linear',
      params: { in_features: 5, out_features: 3 },
      input: [1, 5],
    });
    const found = explainUnit(linear.layer, linear.tensors, linear.x, [2]);
    const weights = toNumbers(linear.tensors['l.weight']!).slice(10);
    for (const { index, weight } of found.contributions) expect(weight).toBe(weights[index[0]!]);
    expect(found.constant.value).toBe(toNumbers(linear.tensors['l.bias']!)[2]);
    expect(found.contributions.map(({ product }) => Math.abs(product))).toEqual(
      [...found.contributions].map(({ product }) => Math.abs(product)).sort((a, b) => b - a),
    );

    const params = { in_channels: 2, out_channels: 3, kernel_size: 3, padding: 1 };
    const conv = await layerOf({ type: 'Conv2d', params, input: [1, 2, 4, 4] });
    const { contributions } = explainUnit(conv.layer, conv.tensors, conv.x, [1, 0, 3]);
    // In a corner, 2 × 2 of 3 × 3 weights of each channel see the image.
    expect(contributions).toHaveLength(8);
    for (const { index, weight } of contributions) {
      const [c, y, x] = index as [number, number, number];
      const at = flatIndex([1, c, y + 1, x - 2], [3, 2, 3, 3]);
      expect(weight).toBe(toNumbers(conv.tensors['l.weight']!)[at]);
    }
  });
});

import { staticShape } from '../../../base/shape.js';
import { number, type Node, type Value } from '../../../tensor/graph.js';
import { numel } from '../../../tensor/tensor.js';
import type { NativeBuilder } from './operators.js';

/**
 * In training mode with momentum 0, onnxruntime returns the batch's statistics as the running ones. It
 * overwrites the running statistics it receives and shares equal constants, so these inputs must be computed;
 * any finite numbers will do.
 */
export function lowerBatchNormTraining(b: NativeBuilder, { inputs, attributes, outputs }: Node): void {
  const [x, scale, bias] = inputs as [Value, Value, Value];
  const [, channels, ...rest] = staticShape(x.shape) as [number, number];
  const axes = [0, ...rest.map((_, i) => i + 2)];
  const all = (number: number) => axes.map(() => number);
  const first = b.reshape(b.slice(x, axes, { start: all(0), end: all(1), step: all(1) }), [channels]);
  const running = [b.op('Neg', [first]), b.op('Abs', [first])];
  const settings = { epsilon: number(attributes, 'epsilon'), momentum: 0, training_mode: 1 };
  b.node('BatchNormalizationTraining', [x, scale, bias, ...running], settings, outputs);
}

/**
 * dx = A·g + B·x + C with one A, B and C for each channel, so that the large tensors are traversed few
 * times. `B·x + C` is computed by BatchNormalization with mean 0 and variance 1, the fastest per-channel affine map.
 */
export function lowerBatchNormTrainingGrad(b: NativeBuilder, { inputs, attributes, outputs }: Node): void {
  const [x, scale, mean, variance, g] = inputs as [Value, Value, Value, Value, Value];
  const [dx, dScale, dBias] = outputs as [Value, Value, Value];
  const shape = staticShape(x.shape);
  const channels = shape[1]!;
  const others = b.ints(shape.map((_, axis) => axis).filter((axis) => axis !== 1));
  const sum = (value: Value, result?: Value) => b.op('ReduceSum', [value, others], { keepdims: 0 }, result);
  const mul = (left: Value, right: Value, result?: Value) => b.op('Mul', [left, right], {}, result);
  const sub = (left: Value, right: Value) => b.op('Sub', [left, right]);

  const shifted = b.op('Add', [variance, b.scalar(number(attributes, 'epsilon'))]);
  const inverse = b.op('Div', [b.scalar(1), b.op('Sqrt', [shifted])]);
  sum(g, dBias);
  const products = sum(mul(g, x));
  const centered = sub(products, mul(mean, dBias));
  mul(inverse, centered, dScale);
  const forG = mul(scale, inverse);
  const share = b.scalar(-channels / numel(shape));
  const forX = mul(mul(mul(forG, inverse), dScale), share);
  const offset = sub(mul(mul(forG, dBias), share), mul(forX, mean));
  const constant = (value: number) => b.floats(Array<number>(channels).fill(value));
  const statistics = [constant(0), constant(1)];
  const affine = b.op('BatchNormalization', [x, forX, offset, ...statistics], { epsilon: 0 });
  const spread = b.reshape(
    forG,
    shape.map((dim, axis) => (axis === 1 ? dim : 1)),
  );
  b.op('Add', [mul(g, spread), affine], {}, dx);
}

import { type Node, type Value, number } from '../../../tensor/graph.js';
import { staticShape } from '../../../base/shape.js';
import { numel } from '../../../tensor/tensor.js';
import type { Emitter } from './emitter.js';

/**
 * onnxruntime's own training mode gives the batch's statistics as running ones when their momentum is 0. It
 * writes over the running statistics that it is given, and it shares equal constants, so these inputs are
 * computed: any finite numbers do.
 */
export function lowerBatchNormTraining(e: Emitter, { inputs, attributes, outputs }: Node): void {
  const [x, scale, bias] = inputs as [Value, Value, Value];
  const [, channels, ...rest] = staticShape(x.shape) as [number, number];
  const axes = [0, ...rest.map((_, i) => i + 2)];
  const [start, end, step] = [0, 1, 1].map((number) => axes.map(() => number)) as [
    number[],
    number[],
    number[],
  ];
  const first = e.reshape(e.slice(x, axes, { start, end, step }, [1, channels, ...rest.map(() => 1)]), [
    channels,
  ]);
  const running = [e.emit('Neg', [first], {}, [channels]), e.emit('Abs', [first], {}, [channels])];
  const settings = { epsilon: number(attributes, 'epsilon'), momentum: 0, training_mode: 1 };
  e.emitAll('BatchNormalizationTraining', [x, scale, bias, ...running], settings, outputs);
}

/**
 * dx = A·g + B·x + C with one A, B and C for each channel, so that the large tensors are passed few times.
 * `B·x + C` is done by BatchNormalization with mean 0 and variance 1, the fastest affine map by channel.
 */
export function lowerBatchNormTrainingGrad(e: Emitter, { inputs, attributes, outputs }: Node): void {
  const [x, scale, mean, variance, g] = inputs as [Value, Value, Value, Value, Value];
  const [dx, dScale, dBias] = outputs as [Value, Value, Value];
  const shape = staticShape(x.shape);
  const channels = shape[1]!;
  const perChannel = [channels];
  const others = e.ints(shape.map((_, axis) => axis).filter((axis) => axis !== 1));
  const sum = (value: Value, result: Value | readonly number[]) =>
    e.emit('ReduceSum', [value, others], { keepdims: 0 }, result);
  const mul = (a: Value, b: Value, result: Value | readonly number[] = perChannel) =>
    e.emit('Mul', [a, b], {}, result);
  const sub = (a: Value, b: Value) => e.emit('Sub', [a, b], {}, perChannel);

  const shifted = e.emit('Add', [variance, e.scalar(number(attributes, 'epsilon'))], {}, perChannel);
  const inverse = e.emit('Div', [e.scalar(1), e.emit('Sqrt', [shifted], {}, perChannel)], {}, perChannel);
  sum(g, dBias);
  const products = sum(mul(g, x, shape), perChannel);
  const centred = sub(products, mul(mean, dBias));
  mul(inverse, centred, dScale);
  const a = mul(scale, inverse);
  const share = e.scalar(-channels / numel(shape));
  const b = mul(mul(mul(a, inverse), dScale), share);
  const c = sub(mul(mul(a, dBias), share), mul(b, mean));
  const [zeros, ones] = [0, 1].map((value) => e.floats(Array<number>(channels).fill(value))) as [
    Value,
    Value,
  ];
  const affine = e.emit(
    'BatchNormalization',
    [x, b, c, zeros, ones],
    {
      epsilon: 0,
    },
    shape,
  );
  const spread = e.reshape(
    a,
    shape.map((dim, axis) => (axis === 1 ? dim : 1)),
  );
  e.emit('Add', [mul(g, spread, shape), affine], {}, dx);
}

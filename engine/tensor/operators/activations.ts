import { invariant } from '../../base/problem.js';
import { normalizeAxis } from '../../base/shape.js';
import { number } from '../graph.js';
import { defineOperator } from '../builder.js';
import { tensor } from '../tensor.js';
import { defineUnary, masked } from './elementwise.js';
import { alongAxis } from './reductions.js';

/** `max(x, 0)`; the derivative at 0 is 0, as in PyTorch. */
export const relu = defineUnary({
  type: 'Relu',
  each: (x) => (x > 0 ? x : 0),
  gradient: (b, g, _, y) => masked(b, g, b.op('Greater', [y, b.scalar(0)])),
});

/** `x` above 0, `alpha · x` elsewhere. */
export const leakyRelu = defineUnary({
  type: 'LeakyRelu',
  attributes: { alpha: { kind: 'float', default: 0.01 } },
  each: (x, attributes) => (x > 0 ? x : number(attributes, 'alpha') * x),
  gradient: (b, g, x, _, node) => {
    const alpha = b.scalar(number(node.attributes, 'alpha'));
    const rest = b.scalar(1 - number(node.attributes, 'alpha'));
    const above = masked(b, b.op('Mul', [g, rest]), b.op('Greater', [x, b.scalar(0)]));
    return b.op('Add', [above, b.op('Mul', [g, alpha])]);
  },
});

/** `x` above 0, `alpha (e^x − 1)` elsewhere; derivative there `y + alpha`. */
export const elu = defineUnary({
  type: 'Elu',
  attributes: { alpha: { kind: 'float', default: 1 } },
  each: (x, attributes) => (x > 0 ? x : number(attributes, 'alpha') * Math.expm1(x)),
  gradient: (b, g, x, y, node) => {
    const above = b.op('Greater', [x, b.scalar(0)]);
    const slope = b.op('Add', [y, b.scalar(number(node.attributes, 'alpha'))]);
    return b.op('Where', [above, g, b.op('Mul', [g, slope])]);
  },
});

/** `1 / (1 + e^−x)`; derivative `y (1 − y)`. */
export const sigmoid = defineUnary({
  type: 'Sigmoid',
  each: (x) => 1 / (1 + Math.exp(-x)),
  gradient: (b, g, _, y) => b.op('Mul', [g, b.op('Mul', [y, b.op('Sub', [b.scalar(1), y])])]),
});

/** Hyperbolic tangent; derivative `1 − y²`. */
export const tanh = defineUnary({
  type: 'Tanh',
  each: (x) => Math.tanh(x),
  gradient: (b, g, _, y) => b.op('Mul', [g, b.op('Sub', [b.scalar(1), b.op('Mul', [y, y])])]),
});

/** `log(1 + e^x)`, written so that large x do not overflow; derivative sigmoid(x). */
export const softplus = defineUnary({
  type: 'Softplus',
  each: (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))),
  gradient: (b, g, x) => b.op('Mul', [g, b.op('Sigmoid', [x])]),
});

/** `e^x / Σ e^x` along an axis, shifted by the maximum so that large logits do not overflow. */
export const softmax = defineOperator({
  type: 'Softmax',
  domain: '',
  attributes: { axis: { kind: 'int', default: -1 } },
  infer: ([x], attributes) => {
    invariant(x, 'Softmax needs an input');
    normalizeAxis(number(attributes, 'axis'), x.shape.length);
    return [{ dtype: x.dtype, shape: x.shape }];
  },
  gradient: (b, node, [g]) => {
    if (!g) return [null];
    const weighted = b.op('Mul', [g, node.outputs[0]!]);
    const sum = b.op('ReduceSum', [weighted, b.ints([number(node.attributes, 'axis')])], { keepdims: 1 });
    return [b.op('Sub', [weighted, b.op('Mul', [node.outputs[0]!, sum])])];
  },
  kernel: ([x], attributes, { float }) => {
    invariant(x?.dtype === 'float32', 'Softmax runs on float32 only');
    const out = float(x.data.length);
    alongAxis(x.shape, normalizeAxis(number(attributes, 'axis'), x.shape.length), (start, step, length) => {
      let max = -Infinity;
      for (let i = 0; i < length; i++) max = Math.max(max, x.data[start + i * step]!);
      let sum = 0;
      for (let i = 0; i < length; i++)
        sum += out[start + i * step] = Math.exp(x.data[start + i * step]! - max);
      for (let i = 0; i < length; i++) out[start + i * step]! /= sum;
    });
    return [tensor('float32', x.shape, out)];
  },
});

/** `x − log Σ exp x` along an axis, shifted by the maximum so that large logits do not overflow. */
export const logSoftmax = defineOperator({
  type: 'LogSoftmax',
  domain: '',
  attributes: { axis: { kind: 'int', default: -1 } },
  infer: ([x], attributes) => {
    invariant(x, 'LogSoftmax needs an input');
    normalizeAxis(number(attributes, 'axis'), x.shape.length);
    return [{ dtype: x.dtype, shape: x.shape }];
  },
  gradient: (b, node, [g]) => {
    if (!g) return [null];
    const y = node.outputs[0]!;
    const sum = b.op('ReduceSum', [g, b.ints([number(node.attributes, 'axis')])], { keepdims: 1 });
    return [b.op('Sub', [g, b.op('Mul', [b.op('Exp', [y]), sum])])];
  },
  kernel: ([x], attributes, { float }) => {
    invariant(x?.dtype === 'float32', 'LogSoftmax runs on float32 only');
    const out = float(x.data.length);
    alongAxis(x.shape, normalizeAxis(number(attributes, 'axis'), x.shape.length), (start, step, length) => {
      let max = -Infinity;
      for (let i = 0; i < length; i++) max = Math.max(max, x.data[start + i * step]!);
      let sum = 0;
      for (let i = 0; i < length; i++) sum += Math.exp(x.data[start + i * step]! - max);
      const shift = max + Math.log(sum);
      for (let i = 0; i < length; i++) out[start + i * step] = x.data[start + i * step]! - shift;
    });
    return [tensor('float32', x.shape, out)];
  },
});

import { defineOperator } from '../operator.js';
import { normalizeAxis } from '../../base/shape.js';
import { tensor } from '../tensor.js';
import { LoomError } from '../../base/errors.js';
import { number } from './attributes.js';
import { alongAxis } from './axis.js';

/** `e^x / Σ e^x` along an axis, shifted by the maximum so that large logits do not overflow. */
export const softmax = defineOperator({
  type: 'Softmax',
  domain: '',
  attributes: { axis: { kind: 'int', default: -1 } },
  infer: ([x], attributes) => {
    if (!x) throw new LoomError('internal', 'Softmax needs an input');
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
    if (x?.dtype !== 'float32') throw new LoomError('internal', 'Softmax runs on float32 only');
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

import { defineOperator } from '../operator.js';
import { normalizeAxis } from '../../base/shape.js';
import { tensor } from '../tensor.js';
import { LoomError } from '../../base/errors.js';
import { number } from './attributes.js';
import { alongAxis } from './axis.js';

/** `x − log Σ exp x` along an axis, shifted by the maximum so that large logits do not overflow. */
export const logSoftmax = defineOperator({
  type: 'LogSoftmax',
  domain: '',
  attributes: { axis: { kind: 'int', default: -1 } },
  infer: ([x], attributes) => {
    if (!x) throw new LoomError('internal', 'LogSoftmax needs an input');
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
    if (x?.dtype !== 'float32') throw new LoomError('internal', 'LogSoftmax runs on float32 only');
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

import { defineOperator } from '../operator.js';
import { normalizeAxis } from '../../base/shape.js';
import { tensor } from '../tensor.js';
import { LoomError } from '../../base/errors.js';
import { number } from './attributes.js';
import { alongAxis } from './axis.js';

/** Position of the largest element along an axis, the first of equals; int64. */
export const argMax = defineOperator({
  type: 'ArgMax',
  domain: '',
  attributes: { axis: { kind: 'int', default: 0 }, keepdims: { kind: 'int', default: 1 } },
  infer: ([x], attributes) => {
    if (!x) throw new LoomError('internal', 'ArgMax needs an input');
    const axis = normalizeAxis(number(attributes, 'axis'), x.shape.length);
    const kept = number(attributes, 'keepdims') ? [1] : [];
    return [{ dtype: 'int64', shape: [...x.shape.slice(0, axis), ...kept, ...x.shape.slice(axis + 1)] }];
  },
  kernel: ([x], attributes, { outputShapes: [shape] }) => {
    if (x?.dtype !== 'float32') throw new LoomError('internal', 'ArgMax runs on float32 only');
    const found: bigint[] = [];
    alongAxis(x.shape, normalizeAxis(number(attributes, 'axis'), x.shape.length), (start, step, length) => {
      let best = 0;
      for (let i = 1; i < length; i++) if (x.data[start + i * step]! > x.data[start + best * step]!) best = i;
      found.push(BigInt(best));
    });
    return [tensor('int64', shape!, BigInt64Array.from(found))];
  },
});

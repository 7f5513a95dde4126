import { defineOperator } from '../operator.js';
import { broadcastShapes } from '../../base/shape.js';
import { numel, tensor, toNumbers } from '../tensor.js';
import { LoomError } from '../../base/errors.js';
import { sumTo, zip } from './broadcast.js';

/** Repeats along axes of length 1 to a shape given as a constant. */
export const expand = defineOperator({
  type: 'Expand',
  domain: '',
  attributes: {},
  infer: ([x, shape]) => {
    if (!x || !shape?.constant) throw new LoomError('internal', 'Expand needs its shape as a constant');
    return [{ dtype: x.dtype, shape: broadcastShapes(x.shape, toNumbers(shape.constant)) }];
  },
  gradient: (b, node, [g]) => [g ? sumTo(b, g, node.inputs[0]!.shape) : null, null],
  kernel: ([x], _, { float, outputShapes: [shape] }) => {
    if (x?.dtype !== 'float32') throw new LoomError('internal', 'Expand runs on float32 only');
    const out = float(numel(shape!));
    zip(x, x, shape!, out, (value) => value);
    return [tensor('float32', shape!, out)];
  },
});

import { defineOperator } from '../operator.js';
import { broadcastShapes, sameShape } from '../../base/shape.js';
import { tensor } from '../tensor.js';
import { LoomError } from '../../base/errors.js';
import { masked } from './mask.js';

/** `a` where the condition holds, else `b`; all three of one shape. */
export const where = defineOperator({
  type: 'Where',
  domain: '',
  attributes: {},
  infer: ([condition, a, b]) => {
    if (!condition || !a || !b || !sameShape(a.shape, b.shape))
      throw new LoomError('internal', 'Where needs operands of one shape');
    return [{ dtype: a.dtype, shape: broadcastShapes(condition.shape, a.shape) }];
  },
  gradient: (b, node, [g]) => {
    if (!g) return [null, null, null];
    const chosen = masked(b, g, node.inputs[0]!);
    return [null, chosen, b.op('Sub', [g, chosen])];
  },
  kernel: ([condition, a, b], _, { float }) => {
    if (a?.dtype !== 'float32' || b?.dtype !== 'float32')
      throw new LoomError('internal', 'Where runs on float32 only');
    const out = float(a.data.length);
    for (let i = 0; i < out.length; i++) out[i] = condition!.data[i] ? a.data[i]! : b.data[i]!;
    return [tensor('float32', a.shape, out)];
  },
});

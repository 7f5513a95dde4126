import { defineOperator } from '../operator.js';
import { dimProduct, normalizeAxis } from '../../base/shape.js';
import { LoomError } from '../../base/errors.js';
import { number } from './attributes.js';

/** Lays the axes from `axis` on in one row; the first axis may be open when `axis` is 1. */
export const flatten = defineOperator({
  type: 'Flatten',
  domain: '',
  attributes: { axis: { kind: 'int', default: 1 } },
  infer: ([x], attributes) => {
    if (!x) throw new LoomError('internal', 'Flatten needs an input');
    const axis = normalizeAxis(number(attributes, 'axis'), x.shape.length);
    const lead = axis === 1 ? x.shape[0]! : dimProduct(x.shape, 0, axis);
    return [{ dtype: x.dtype, shape: [lead, dimProduct(x.shape, axis)] }];
  },
  gradient: (b, node, [g]) => [g ? b.op('Reshape', [g, b.ints(node.inputs[0]!.shape.map(Number))]) : null],
  kernel: ([x], _, { outputShapes: [shape] }) => [{ ...x!, shape: shape! }],
});

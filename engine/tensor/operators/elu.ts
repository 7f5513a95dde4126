import { number } from './attributes.js';
import { defineUnary } from './unary.js';

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

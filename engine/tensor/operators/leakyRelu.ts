import { number } from './attributes.js';
import { defineUnary } from './unary.js';
import { masked } from './mask.js';

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

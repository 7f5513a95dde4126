import { defineArithmetic } from './broadcast.js';

/** `a / b` with broadcasting. */
export const div = defineArithmetic({
  type: 'Div',
  each: (a, b) => a / b,
  gradient: (b, node, g, _, y) => [
    b.op('Div', [g, y]),
    b.op('Neg', [b.op('Div', [b.op('Mul', [g, node.outputs[0]!]), y])]),
  ],
});

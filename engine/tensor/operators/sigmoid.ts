import { defineUnary } from './unary.js';

/** `1 / (1 + e^−x)`; derivative `y (1 − y)`. */
export const sigmoid = defineUnary({
  type: 'Sigmoid',
  each: (x) => 1 / (1 + Math.exp(-x)),
  gradient: (b, g, _, y) => b.op('Mul', [g, b.op('Mul', [y, b.op('Sub', [b.scalar(1), y])])]),
});

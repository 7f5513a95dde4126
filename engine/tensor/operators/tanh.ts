import { defineUnary } from './unary.js';

/** Hyperbolic tangent; derivative `1 − y²`. */
export const tanh = defineUnary({
  type: 'Tanh',
  each: (x) => Math.tanh(x),
  gradient: (b, g, _, y) => b.op('Mul', [g, b.op('Sub', [b.scalar(1), b.op('Mul', [y, y])])]),
});

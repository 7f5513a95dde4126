import { defineUnary } from './unary.js';

/** `e^x`. */
export const exp = defineUnary({
  type: 'Exp',
  each: (x) => Math.exp(x),
  gradient: (b, g, _, y) => b.op('Mul', [g, y]),
});

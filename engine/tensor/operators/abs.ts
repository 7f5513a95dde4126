import { defineUnary } from './unary.js';

/** `|x|`; the derivative at 0 is 0. */
export const abs = defineUnary({
  type: 'Abs',
  each: (x) => Math.abs(x),
  gradient: (b, g, x) => b.op('Mul', [g, b.op('Sign', [x])]),
});

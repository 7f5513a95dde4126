import { defineUnary } from './unary.js';

/** −1, 0 or 1. */
export const sign = defineUnary({
  type: 'Sign',
  each: (x) => Math.sign(x),
  gradient: (b, g) => b.op('Mul', [g, b.scalar(0)]),
});

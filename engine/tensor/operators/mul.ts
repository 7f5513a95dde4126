import { defineArithmetic } from './broadcast.js';

/** `a · b` with broadcasting. */
export const mul = defineArithmetic({
  type: 'Mul',
  each: (a, b) => a * b,
  gradient: (b, _, g, x, y) => [b.op('Mul', [g, y]), b.op('Mul', [g, x])],
});

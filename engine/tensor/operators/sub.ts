import { defineArithmetic } from './broadcast.js';

/** `a − b` with broadcasting. */
export const sub = defineArithmetic({
  type: 'Sub',
  each: (a, b) => a - b,
  gradient: (b, _, g) => [g, b.op('Neg', [g])],
});

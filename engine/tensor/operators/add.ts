import { defineArithmetic } from './broadcast.js';

/** `a + b` with broadcasting. */
export const add = defineArithmetic({
  type: 'Add',
  each: (a, b) => a + b,
  gradient: (_, __, g) => [g, g],
});

import { defineUnary } from './unary.js';

/** Square root. */
export const sqrt = defineUnary({
  type: 'Sqrt',
  each: (x) => Math.sqrt(x),
  gradient: (b, g, _, y) => b.op('Div', [g, b.op('Mul', [y, b.scalar(2)])]),
});

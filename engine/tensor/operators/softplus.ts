import { defineUnary } from './unary.js';

/** `log(1 + e^x)`, written so that large x do not overflow; derivative sigmoid(x). */
export const softplus = defineUnary({
  type: 'Softplus',
  each: (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))),
  gradient: (b, g, x) => b.op('Mul', [g, b.op('Sigmoid', [x])]),
});

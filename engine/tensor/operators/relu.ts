import { masked } from './mask.js';
import { defineUnary } from './unary.js';

/** `max(x, 0)`; the derivative at 0 is 0, as in PyTorch. */
export const relu = defineUnary({
  type: 'Relu',
  each: (x) => (x > 0 ? x : 0),
  gradient: (b, g, _, y) => masked(b, g, b.op('Greater', [y, b.scalar(0)])),
});

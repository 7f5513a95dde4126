import { defineUnary } from './unary.js';

/** `−x`. */
export const neg = defineUnary({ type: 'Neg', each: (x) => -x, gradient: (b, g) => b.op('Neg', [g]) });

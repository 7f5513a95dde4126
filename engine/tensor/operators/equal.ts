import { defineComparison } from './broadcast.js';

/** `a = b`, elementwise with broadcasting. */
export const equal = defineComparison('Equal', (a, b) => a === b);

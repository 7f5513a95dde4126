import { defineComparison } from './broadcast.js';

/** `a > b`, elementwise with broadcasting. */
export const greater = defineComparison('Greater', (a, b) => a > b);

import { defineComparison } from './broadcast.js';

/** `a < b`, elementwise with broadcasting. */
export const less = defineComparison('Less', (a, b) => a < b);

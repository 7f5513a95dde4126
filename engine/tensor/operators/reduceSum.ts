import { defineReduction } from './reduce.js';

/** Sum over axes. */
export const reduceSum = defineReduction({ type: 'ReduceSum', mean: false });

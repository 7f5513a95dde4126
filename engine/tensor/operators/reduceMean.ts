import { defineReduction } from './reduce.js';

/** Mean over axes. */
export const reduceMean = defineReduction({ type: 'ReduceMean', mean: true });

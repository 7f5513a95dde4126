import { int } from '../../base/fields.js';
import { defineLayer } from './define.js';
import { ceilMode, LINE_POOL_PARAMS, maxPool, pool } from './windows.js';

/**
 * The largest value in each window. Shape: input `[B, C, L]`, output `[B, C, L']`.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.MaxPool1d.html
 */
export const maxPool1d = defineLayer({
  type: 'MaxPool1d',
  ...pool(1),
  summary: 'Keeps the largest value of each window: a shorter series that keeps the strongest responses.',
  params: {
    ...LINE_POOL_PARAMS,
    padding: int({ default: 0, min: 0, label: 'Padding', help: 'Numbers added at both ends, never chosen.' }),
    dilation: int({ default: 1, label: 'Dilation', help: 'Steps from one tap of a window to the next.' }),
    ceil_mode: ceilMode,
  },
  picks: true,
  forward: ({ b }, x, p) => maxPool(b, x, p),
});

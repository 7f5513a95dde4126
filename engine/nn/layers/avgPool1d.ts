import { int } from '../../base/fields.js';
import { defineLayer } from './define.js';
import { averagePool, ceilMode, countIncludePad, LINE_POOL_PARAMS, pool } from './windows.js';

/**
 * The mean of each window. Shape: input `[B, C, L]`, output `[B, C, L']`.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.AvgPool1d.html
 */
export const avgPool1d = defineLayer({
  type: 'AvgPool1d',
  ...pool(1),
  summary: 'Averages each window: a shorter, smoother series.',
  params: {
    ...LINE_POOL_PARAMS,
    padding: int({ default: 0, min: 0, label: 'Padding', help: 'Zeros added at both ends.' }),
    ceil_mode: ceilMode,
    count_include_pad: countIncludePad,
  },
  forward: ({ b }, x, p) => averagePool(b, x, p),
});

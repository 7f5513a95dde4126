import { pair } from '../../base/fields.js';
import { defineLayer } from './define.js';
import { averagePool, ceilMode, countIncludePad, pool, POOL_PARAMS } from './windows.js';

/**
 * The mean of each window. Shape: input `[B, C, H, W]`, output `[B, C, H', W']`.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.AvgPool2d.html
 */
export const avgPool2d = defineLayer({
  type: 'AvgPool2d',
  ...pool(2),
  summary: 'Averages each window: smaller, smoother images.',
  params: {
    ...POOL_PARAMS,
    padding: pair({ default: 0, min: 0, label: 'Padding', help: 'Zeros added around the image.' }),
    ceil_mode: ceilMode,
    count_include_pad: countIncludePad,
  },
  forward: ({ b }, x, p) => averagePool(b, x, p),
});

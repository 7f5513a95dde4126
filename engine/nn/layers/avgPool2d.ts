import { bool, pair } from '../../base/fields.js';
import { defineLayer } from './define.js';
import { pool, POOL_PARAMS, windowAttributes } from './images.js';

/**
 * The mean of each window. Shape: input `[B, C, H, W]`, output `[B, C, H', W']`.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.AvgPool2d.html
 */
export const avgPool2d = defineLayer({
  type: 'AvgPool2d',
  ...pool,
  summary: 'Averages each window: smaller, smoother images.',
  params: {
    ...POOL_PARAMS,
    padding: pair({ default: 0, min: 0, label: 'Padding', help: 'Zeros added around the image.' }),
    count_include_pad: bool({
      default: true,
      label: 'Count padding',
      help: 'Includes padding in the mean, as zeros; otherwise ignores it.',
    }),
  },
  forward: ({ b }, x, p) =>
    b.op('AveragePool', [x], { ...windowAttributes(p), count_include_pad: Number(p.count_include_pad) }),
});

import { pair } from '../../base/fields.js';
import { defineLayer } from './define.js';
import { ceilMode, maxPool, pool, POOL_PARAMS } from './windows.js';

/**
 * The largest value in each window. Shape: input `[B, C, H, W]`, output `[B, C, H', W']`.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.MaxPool2d.html
 */
export const maxPool2d = defineLayer({
  type: 'MaxPool2d',
  ...pool(2),
  summary: 'Keeps the largest value of each window: smaller images that keep the strongest responses.',
  params: {
    ...POOL_PARAMS,
    padding: pair({
      default: 0,
      min: 0,
      label: 'Padding',
      help: 'Pixels added around the image, never chosen.',
    }),
    dilation: pair({ default: 1, label: 'Dilation', help: 'Pixels from one tap of a window to the next.' }),
    ceil_mode: ceilMode,
  },
  picks: true,
  forward: ({ b }, x, p) => maxPool(b, x, p),
});

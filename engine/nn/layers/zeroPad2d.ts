import { defineLayer } from './define.js';
import { padding2d } from './padding2d.js';

/**
 * Zeros around images. Shape: input `[B, C, H, W]`, output `[B, C, H + top + bottom, W + left + right]`.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.ZeroPad2d.html
 */
export const zeroPad2d = defineLayer({
  type: 'ZeroPad2d',
  ...padding2d('zeros'),
  summary: 'Adds zeros around the image, by side if need be.',
});

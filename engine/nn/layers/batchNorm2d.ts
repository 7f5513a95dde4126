import { batchNorm } from './batchNorm.js';
import { defineLayer } from './define.js';

/**
 * Normalizes each channel over the batch and all pixels. Shape: `[B, C, H, W]`, unchanged.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.BatchNorm2d.html
 */
export const batchNorm2d = defineLayer({
  type: 'BatchNorm2d',
  category: 'normalization',
  summary: 'Normalizes each channel to mean 0 and variance 1 over batch and pixels: convnets train faster.',
  ...batchNorm([4], '[B, C, H, W]'),
});

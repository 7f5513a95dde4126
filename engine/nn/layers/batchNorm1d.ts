import { batchNorm } from './batchNorm.js';
import { defineLayer } from './define.js';

/**
 * Normalizes each feature over the batch. Shape: `[B, C]` or `[B, C, L]`, unchanged.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.BatchNorm1d.html
 */
export const batchNorm1d = defineLayer({
  type: 'BatchNorm1d',
  category: 'normalization',
  summary: 'Normalizes each feature to mean 0 and variance 1 over the batch: deep networks train faster.',
  ...batchNorm([2, 3], '[B, C] or [B, C, L]'),
});

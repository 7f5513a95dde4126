import { defineLoss, reduce, reduction } from './define.js';

/**
 * Mean of absolute differences.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.L1Loss.html
 */
export const l1Loss = defineLoss({
  type: 'L1Loss',
  summary: 'Mean absolute difference: for predicting numbers, less sensitive to outliers.',
  targets: ['values'],
  params: { reduction },
  threshold: null,
  accepts: null,
  forward: (b, prediction, target, params) =>
    reduce(b, b.op('Abs', [b.op('Sub', [prediction, target])]), params.reduction),
});

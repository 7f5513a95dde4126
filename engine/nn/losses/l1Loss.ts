import { defineLoss, highestScore } from './define.js';

/**
 * Mean of absolute differences.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.L1Loss.html
 */
export const l1Loss = defineLoss({
  type: 'L1Loss',
  summary: 'Mean absolute difference: for predicting numbers, less sensitive to outliers.',
  target: 'values',
  params: {},
  oneLogit: false,
  lastLayer: { required: null, refused: [] },
  forward: (b, prediction, target) =>
    b.op('ReduceMean', [b.op('Abs', [b.op('Sub', [prediction, target])])], { keepdims: 0 }, 'loss'),
  predictedClass: highestScore,
});

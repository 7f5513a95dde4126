import { defineLoss, reduce, reduction } from './define.js';

/**
 * Mean of squared differences.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.MSELoss.html
 */
export const mseLoss = defineLoss({
  type: 'MSELoss',
  summary: 'Mean squared difference: for predicting numbers.',
  targets: ['values'],
  params: { reduction },
  threshold: null,
  accepts: null,
  forward: (b, prediction, target, params) => {
    const difference = b.op('Sub', [prediction, target]);
    return reduce(b, b.op('Mul', [difference, difference]), params.reduction);
  },
});

import { defineLoss, highestScore } from './define.js';

/**
 * Mean of squared differences.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.MSELoss.html
 */
export const mseLoss = defineLoss({
  type: 'MSELoss',
  summary: 'Mean squared difference: for predicting numbers.',
  target: 'values',
  params: {},
  oneLogit: false,
  lastLayer: { required: null, refused: [] },
  forward: (b, prediction, target) => {
    const difference = b.op('Sub', [prediction, target]);
    return b.op('ReduceMean', [b.op('Mul', [difference, difference])], { keepdims: 0 }, 'loss');
  },
  predictedClass: highestScore,
});

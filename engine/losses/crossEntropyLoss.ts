import { negativeLogLikelihood } from './classes.js';
import { defineLoss, highestScore } from './define.js';

/**
 * Log-softmax and negative log-likelihood of logits `[B, C]` in one.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.CrossEntropyLoss.html
 */
export const crossEntropyLoss = defineLoss({
  type: 'CrossEntropyLoss',
  summary: 'For raw scores (logits): the model ends in a Linear layer.',
  target: 'classes',
  params: {},
  oneLogit: false,
  lastLayer: { required: null, refused: ['LogSoftmax', 'Softmax'] },
  forward: (b, prediction, target) =>
    negativeLogLikelihood(b, b.op('LogSoftmax', [prediction], { axis: 1 }), target),
  predictedClass: highestScore,
});

import { negativeLogLikelihood } from './classes.js';
import { defineLoss, highestScore } from './define.js';

/**
 * Negative log-likelihood of log-probabilities `[B, C]`.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.NLLLoss.html
 */
export const nllLoss = defineLoss({
  type: 'NLLLoss',
  summary: 'For log-probabilities: the model ends in LogSoftmax.',
  target: 'classes',
  params: {},
  oneLogit: false,
  lastLayer: { required: 'LogSoftmax', refused: [] },
  forward: negativeLogLikelihood,
  predictedClass: highestScore,
});

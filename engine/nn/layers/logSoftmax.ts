import { defineLayer } from './define.js';
import { alongAxis } from './softmax.js';

/**
 * Logarithm of the softmax along `dim`. Shape: any; output ≤ 0, its exponentials sum to 1 along `dim`.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.LogSoftmax.html
 */
export const logSoftmax = defineLayer({
  type: 'LogSoftmax',
  ...alongAxis,
  summary: 'Turns scores into log-probabilities; use with NLLLoss.',
  scores: 'log_probabilities',
  forward: ({ b }, x, p) => b.op('LogSoftmax', [x], { axis: p.dim }),
});

import { int } from '../../base/fields.js';
import { axisProblem } from './problems.js';
import { defineLayer, NO_PARAMETERS } from './define.js';

/**
 * Logarithm of the softmax along `dim`. Shape: any; output ≤ 0, its exponentials sum to 1 along `dim`.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.LogSoftmax.html
 */
export const logSoftmax = defineLayer({
  type: 'LogSoftmax',
  category: 'activation',
  summary: 'Turns scores into log-probabilities; use with NLLLoss.',
  params: {
    dim: int({
      required: 'named',
      default: 1,
      min: -8,
      max: 8,
      label: 'Axis',
      help: 'The axis along which probabilities sum to 1.',
    }),
  },
  check: (p, input, layer) => axisProblem(layer, input, 'dim', p.dim),
  infer: (_, input) => input,
  parameters: NO_PARAMETERS,
  scores: 'log_probabilities',
  forward: ({ b }, x, p) => b.op('LogSoftmax', [x], { axis: p.dim }),
});

import { int } from '../../base/fields.js';
import { axisProblem } from './problems.js';
import { defineLayer, NO_PARAMETERS } from './define.js';

/**
 * `e^x / Σ e^x` along `dim`. Shape: any; output from 0 to 1, summing to 1 along `dim`.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.Softmax.html
 */
export const softmax = defineLayer({
  type: 'Softmax',
  category: 'activation',
  summary: 'Turns scores into probabilities that sum to 1.',
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
  scores: 'probabilities',
  forward: ({ b }, x, p) => b.op('Softmax', [x], { axis: p.dim }),
});

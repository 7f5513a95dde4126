import { float } from '../../base/fields.js';
import { defineLayer, NO_PARAMETERS } from './define.js';

/**
 * `x` above 0, `alpha (e^x − 1)` elsewhere. Shape: any.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.ELU.html
 */
export const elu = defineLayer({
  type: 'ELU',
  category: 'activation',
  summary: 'Like ReLU, with a smooth negative side that levels off.',
  params: {
    alpha: float({
      default: 1,
      min: 0,
      max: 1e3,
      label: 'Alpha',
      help: 'Where the negative side levels off.',
    }),
  },
  infer: (_, input) => input,
  parameters: NO_PARAMETERS,
  monotone: () => true,
  forward: ({ b }, x, p) => b.op('Elu', [x], { alpha: p.alpha }),
});

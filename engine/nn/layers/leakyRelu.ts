import { float } from '../../base/fields.js';
import { defineLayer, NO_PARAMETERS } from './define.js';

/**
 * `x` above 0, `negative_slope · x` elsewhere. Shape: any.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.LeakyReLU.html
 */
export const leakyRelu = defineLayer({
  type: 'LeakyReLU',
  category: 'activation',
  summary: 'Like ReLU, but with a small slope for negative numbers.',
  params: {
    negative_slope: float({
      default: 0.01,
      min: -10,
      max: 10,
      label: 'Negative slope',
      help: 'Slope for negative numbers.',
    }),
  },
  infer: (_, input) => input,
  parameters: NO_PARAMETERS,
  monotone: (p) => p.negative_slope >= 0,
  forward: ({ b }, x, p) => b.op('LeakyRelu', [x], { alpha: p.negative_slope }),
});

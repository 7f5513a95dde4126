import { defineLayer, NO_PARAMETERS } from './define.js';

/**
 * Hyperbolic tangent, elementwise. Shape: any; output in (−1, 1).
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.Tanh.html
 */
export const tanh = defineLayer({
  type: 'Tanh',
  category: 'activation',
  summary: 'Squeezes every number smoothly into (−1, 1).',
  params: {},
  infer: (_, input) => input,
  parameters: NO_PARAMETERS,
  monotone: () => true,
  forward: ({ b }, x) => b.op('Tanh', [x]),
});

import { defineLayer, NO_PARAMETERS } from './define.js';

/**
 * `max(x, 0)`, elementwise. Shape: any.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.ReLU.html
 */
export const relu = defineLayer({
  type: 'ReLU',
  category: 'activation',
  summary: 'Keeps positive numbers and sets negative ones to 0.',
  params: {},
  infer: (_, input) => input,
  parameters: NO_PARAMETERS,
  monotone: () => true,
  forward: ({ b }, x) => b.op('Relu', [x]),
});

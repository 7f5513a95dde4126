import { defineLayer, NO_PARAMETERS } from './define.js';

/**
 * `x · tanh(softplus(x))`, elementwise. Shape: any.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.Mish.html
 */
export const mish = defineLayer({
  type: 'Mish',
  category: 'activation',
  summary: 'A smooth ReLU, close to SiLU.',
  params: {},
  infer: (_, input) => input,
  parameters: NO_PARAMETERS,
  forward: ({ b }, x) => b.op('Mul', [x, b.op('Tanh', [b.op('Softplus', [x])])]),
});

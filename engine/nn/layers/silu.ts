import { defineLayer, NO_PARAMETERS } from './define.js';

/**
 * `x · sigmoid(x)`, elementwise. Shape: any.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.SiLU.html
 */
export const silu = defineLayer({
  type: 'SiLU',
  category: 'activation',
  summary: 'A smooth ReLU that dips slightly below 0.',
  params: {},
  infer: (_, input) => input,
  parameters: NO_PARAMETERS,
  forward: ({ b }, x) => b.op('Mul', [x, b.op('Sigmoid', [x])]),
});

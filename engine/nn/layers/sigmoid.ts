import { defineLayer, NO_PARAMETERS } from './define.js';

/**
 * `1 / (1 + e^−x)`, elementwise. Shape: any; output in (0, 1).
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.Sigmoid.html
 */
export const sigmoid = defineLayer({
  type: 'Sigmoid',
  category: 'activation',
  summary: 'Squeezes every number smoothly into (0, 1).',
  params: {},
  infer: (_, input) => input,
  parameters: NO_PARAMETERS,
  monotone: () => true,
  scores: 'probability',
  forward: ({ b }, x) => b.op('Sigmoid', [x]),
});

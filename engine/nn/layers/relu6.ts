import { defineLayer, NO_PARAMETERS } from './define.js';

/**
 * `min(max(x, 0), 6)`, elementwise. Shape: any.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.ReLU6.html
 */
export const relu6 = defineLayer({
  type: 'ReLU6',
  category: 'activation',
  summary: 'ReLU that stops at 6, as in MobileNet.',
  params: {},
  infer: (_, input) => input,
  parameters: NO_PARAMETERS,
  monotone: () => true,
  forward: ({ b }, x) => b.op('Clip', [x, b.scalar(0), b.scalar(6)]),
});

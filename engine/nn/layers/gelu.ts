import { defineLayer, NO_PARAMETERS } from './define.js';

/**
 * `x · Φ(x)` where Φ is the cumulative normal distribution (Hendrycks and Gimpel, https://arxiv.org/abs/1606.08415),
 * elementwise. Shape: any. https://docs.pytorch.org/docs/stable/generated/torch.nn.GELU.html
 */
export const gelu = defineLayer({
  type: 'GELU',
  category: 'activation',
  summary: 'A smooth ReLU, common in transformers.',
  params: {},
  infer: (_, input) => input,
  parameters: NO_PARAMETERS,
  forward: ({ b }, x) => {
    const error = b.op('Erf', [b.op('Mul', [x, b.scalar(Math.SQRT1_2)])]);
    return b.op('Mul', [b.op('Mul', [x, b.scalar(0.5)]), b.op('Add', [error, b.scalar(1)])]);
  },
});

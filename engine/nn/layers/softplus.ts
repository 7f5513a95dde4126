import { float } from '../../base/fields.js';
import { defineLayer, NO_PARAMETERS } from './define.js';

/**
 * `log(1 + e^(beta x)) / beta`, elementwise. Shape: any; output above 0. PyTorch's threshold only prevents
 * overflow, which cannot occur in this form.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.Softplus.html
 */
export const softplus = defineLayer({
  type: 'Softplus',
  category: 'activation',
  summary: 'A smooth ReLU: always positive.',
  params: {
    beta: float({
      default: 1,
      min: 1e-3,
      max: 1e3,
      label: 'Beta',
      help: 'Sharpness of the bend.',
    }),
  },
  infer: (_, input) => input,
  parameters: NO_PARAMETERS,
  monotone: () => true,
  forward: ({ b }, x, p) =>
    p.beta === 1
      ? b.op('Softplus', [x])
      : b.op('Div', [b.op('Softplus', [b.op('Mul', [x, b.scalar(p.beta)])]), b.scalar(p.beta)]),
});

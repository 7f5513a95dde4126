import { float } from '../../base/fields.js';
import { defineLayer, NO_PARAMETERS } from './define.js';

/**
 * While training, zeroes each number with probability `p` and scales the rest by 1/(1−p); in evaluation
 * mode, passes its input through. Shape: any, unchanged.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.Dropout.html
 */
export const dropout = defineLayer({
  type: 'Dropout',
  category: 'regularization',
  summary: 'Zeroes random activations while training, so that the network does not rely on any single one.',
  params: {
    p: float({
      default: 0.5,
      min: 0,
      max: 1,
      label: 'Probability',
      help: 'Share of activations that are zeroed.',
    }),
  },
  infer: (_, input) => input,
  parameters: NO_PARAMETERS,
  forward: ({ b, training, bernoulli }, x, { p }) => {
    // As in PyTorch, p = 0 draws nothing from the generator.
    if (!training || p === 0) return x;
    const mask = bernoulli(x.shape.map(Number), 1 - p);
    const kept = b.op('Mul', [x, mask]);
    return p === 1 ? kept : b.op('Div', [kept, b.scalar(1 - p)]);
  },
});

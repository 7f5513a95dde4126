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
    // As in PyTorch, p = 0 and p = 1 draw nothing from the generator.
    if (!training || p === 0) return x;
    if (p === 1) return b.op('Mul', [x, b.scalar(0)]);
    const mask = bernoulli(x.shape.map(Number), 1 - p);
    return b.op('Div', [b.op('Mul', [x, mask]), b.scalar(1 - p)]);
  },
});

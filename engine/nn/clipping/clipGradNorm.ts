import { float } from '../../base/fields.js';
import { defineClipping } from './define.js';

/** PyTorch's addition to the norm, which keeps a division by it finite. */
const EPSILON = 1e-6;

/**
 * Scales all gradients so that their common Euclidean norm is at most `max_norm`.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.utils.clip_grad_norm_.html
 */
export const clipGradNorm = defineClipping({
  type: 'clip_grad_norm_',
  label: 'By norm',
  summary: 'Scales the gradients of all parameters together, which keeps their direction.',
  params: {
    max_norm: float({
      required: 'positional',
      default: 1,
      min: 1e-9,
      max: 1e9,
      label: 'Largest norm',
      help: 'Gradients whose norm over all parameters is larger are scaled down to it.',
    }),
  },
  clip: (b, gradients, { max_norm }) => {
    const squares = gradients.map((g) => b.op('ReduceSum', [b.op('Mul', [g, g])], { keepdims: 0 }));
    const norm = b.op('Sqrt', [squares.reduce((sum, one) => b.op('Add', [sum, one]))]);
    const ratio = b.op('Div', [b.scalar(max_norm), b.op('Add', [norm, b.scalar(EPSILON)])]);
    const scale = b.op('Clip', [ratio, b.scalar(0), b.scalar(1)]);
    return gradients.map((g) => b.op('Mul', [g, scale]));
  },
});

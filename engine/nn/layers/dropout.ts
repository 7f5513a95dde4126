import { float } from '../../base/fields.js';
import type { Shape } from '../../base/shape.js';
import type { Value } from '../../tensor/graph.js';
import { defineLayer, type ForwardContext, NO_PARAMETERS } from './define.js';

/** Settings of Dropout and Dropout2d. */
export const DROPOUT_PARAMS = {
  p: float({
    default: 0.5,
    min: 0,
    max: 1,
    label: 'Probability',
    help: 'Share of activations that are zeroed.',
  }),
} as const;

/** `x` times a random mask of `shape`, scaled to keep its mean; as in PyTorch, p = 0 and p = 1 draw nothing. */
export function drop(
  { b, training, bernoulli }: Pick<ForwardContext, 'b' | 'training' | 'bernoulli'>,
  x: Value,
  p: number,
  shape: Shape,
): Value {
  if (!training || p === 0) return x;
  if (p === 1) return b.op('Mul', [x, b.scalar(0)]);
  const mask = bernoulli(shape.map(Number), 1 - p);
  return b.op('Div', [b.op('Mul', [x, mask]), b.scalar(1 - p)]);
}

/**
 * While training, zeroes each number with probability `p` and scales the rest by 1/(1−p); in evaluation
 * mode, passes its input through. Shape: any, unchanged.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.Dropout.html
 */
export const dropout = defineLayer({
  type: 'Dropout',
  category: 'regularization',
  summary: 'Zeroes random activations while training, so that the network does not rely on any single one.',
  params: DROPOUT_PARAMS,
  infer: (_, input) => input,
  parameters: NO_PARAMETERS,
  forward: (context, x, { p }) => drop(context, x, p, x.shape),
});

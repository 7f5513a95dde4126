import type { LayerPlace } from '../../base/problem.js';
import type { Shape } from '../../base/shape.js';
import { int } from '../../base/fields.js';
import { axisProblem } from './problems.js';
import { defineLayer, NO_PARAMETERS } from './define.js';

/** The common part of Softmax and LogSoftmax. */
export const alongAxis = {
  category: 'activation',
  params: {
    dim: int({
      required: 'named',
      default: 1,
      min: -8,
      max: 8,
      label: 'Axis',
      help: 'The axis along which probabilities sum to 1.',
    }),
  },
  check: ({ dim }: { readonly dim: number }, input: Shape, layer: LayerPlace) =>
    axisProblem(layer, input, 'dim', dim),
  infer: (_: unknown, input: Shape) => input,
  parameters: NO_PARAMETERS,
} as const;

/**
 * `e^x / Σ e^x` along `dim`. Shape: any; output from 0 to 1, summing to 1 along `dim`.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.Softmax.html
 */
export const softmax = defineLayer({
  type: 'Softmax',
  ...alongAxis,
  summary: 'Turns scores into probabilities that sum to 1.',
  scores: 'probabilities',
  forward: ({ b }, x, p) => b.op('Softmax', [x], { axis: p.dim }),
});

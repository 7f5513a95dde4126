import { int } from '../../base/fields.js';
import { type LayerPlace, problem } from '../../base/problem.js';
import { normalizeAxis, type Shape } from '../../base/shape.js';
import { axisProblem, defineLayer, NO_PARAMETERS } from './define.js';

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
  advice: ({ dim }: { readonly dim: number }, input: Shape, layer: LayerPlace) => {
    if (normalizeAxis(dim, input.length) !== 0) return null;
    const fixes = [{ kind: 'set-param', layerId: layer.id, param: 'dim', value: 1 }] as const;
    return problem('advice/batch-axis', {}, { where: layer, fixes });
  },
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

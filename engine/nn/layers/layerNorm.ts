import { bool, float, int } from '../../base/fields.js';
import { staticDim } from '../../base/shape.js';
import type { Builder } from '../../tensor/builder.js';
import type { Value } from '../../tensor/graph.js';
import { alongAxis, defineLayer, type ForwardContext, type ParameterSpec, sizeProblem } from './define.js';

/** The setting `eps` of LayerNorm and GroupNorm. */
export const normEpsilon = float({
  default: 1e-5,
  min: 0,
  max: 1,
  label: 'Epsilon',
  help: 'Added to the variance.',
});

/** A learned scale and shift of `size` numbers each, at first 1 and 0. */
export const scaleAndShift = (size: number): readonly ParameterSpec[] => [
  { name: 'weight', shape: [size], init: { kind: 'ones' } },
  { name: 'bias', shape: [size], init: { kind: 'zeros' } },
];

/** Mean and variance along the last axis, and `(x − mean) / √(variance + eps)`. */
export function statistics(b: Builder, x: Value, eps: number) {
  const count = b.scalar(staticDim(x.shape, -1));
  const mean = (value: Value) => b.op('Div', [b.op('ReduceSum', [value, b.ints([-1])]), count]);
  const center = mean(x);
  const centered = b.op('Sub', [x, center]);
  const variance = mean(b.op('Mul', [centered, centered]));
  const deviation = b.op('Sqrt', [b.op('Add', [variance, b.scalar(eps)])]);
  return { mean: center, variance, standardized: b.op('Div', [centered, deviation]) };
}

/** `x · weight + bias` for each index of an axis. */
export function scaleAndShiftAlong(
  { b, tensor }: Pick<ForwardContext, 'b' | 'tensor'>,
  x: Value,
  axis: number,
): Value {
  const [weight, bias] = ['weight', 'bias'].map((name) => alongAxis(b, tensor(name), x, axis)) as [
    Value,
    Value,
  ];
  return b.op('Add', [b.op('Mul', [x, weight]), bias]);
}

/**
 * `(x − mean) / √(variance + eps) · weight + bias` along the last axis (Ba, Kiros and Hinton, arXiv:1607.06450).
 * Shape: input `[B, *, normalized_shape]`, unchanged. Weight and bias `[normalized_shape]`.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.LayerNorm.html
 */
export const layerNorm = defineLayer({
  type: 'LayerNorm',
  category: 'normalization',
  summary: 'Normalizes the features of each sample by themselves, whatever the batch.',
  params: {
    normalized_shape: int({
      default: 1,
      required: 'positional',
      label: 'Features',
      help: 'Length of the last axis, along which numbers are normalized; inferred from the previous layer.',
      auto: (input) => (typeof input.at(-1) === 'number' ? Number(input.at(-1)) : null),
    }),
    eps: normEpsilon,
    elementwise_affine: bool({
      default: true,
      label: 'Affine',
      help: 'Learns a scale and a shift per feature.',
    }),
  },
  check: (p, input, layer) => sizeProblem(layer, input, -1, 'normalized_shape', p.normalized_shape),
  infer: (_, input) => input,
  parameters: (p) => (p.elementwise_affine ? scaleAndShift(p.normalized_shape) : []),
  forward: ({ b, tensor }, x, p) => {
    const y = statistics(b, x, p.eps).standardized;
    return p.elementwise_affine ? scaleAndShiftAlong({ b, tensor }, y, y.shape.length - 1) : y;
  },
});

import { bool } from '../../base/fields.js';
import { problem } from '../../base/problem.js';
import { dimProduct, type Shape } from '../../base/shape.js';
import type { Value } from '../../tensor/graph.js';
import { BATCH_NORM_PARAMS, blendInto, normalizeWithRunning, runningStatistics } from './batchNorm.js';
import { defineLayer, type ForwardContext, sizeProblem } from './define.js';
import { scaleAndShift, scaleAndShiftAlong, statistics } from './layerNorm.js';
import { layoutProblem } from './windows.js';

interface Params {
  readonly num_features: number;
  readonly eps: number;
  readonly momentum: number;
  readonly affine: boolean;
  readonly track_running_stats: boolean;
}

/** Normalizes with the statistics of each image, and blends their mean over the batch into the running ones. */
function normalizeImages({ b, tensor, update }: ForwardContext, x: Value, p: Params): Value {
  const images = b.op('Reshape', [x, b.ints([0, p.num_features, -1])]);
  const { mean, variance, standardized } = statistics(b, images, p.eps);
  if (p.track_running_stats && typeof x.shape[0] === 'number') {
    const pixels = dimProduct(x.shape, 2);
    const overBatch = (value: Value) =>
      b.op('Div', [
        b.op('ReduceSum', [value, b.ints([0, 2])], { keepdims: 0 }),
        b.scalar(Number(x.shape[0])),
      ]);
    const blend = blendInto({ b, tensor, update }, p.momentum);
    blend('running_mean', overBatch(mean), 1);
    blend('running_var', overBatch(variance), pixels / (pixels - 1));
  }
  const y = b.op('Reshape', [standardized, b.ints([0, ...x.shape.slice(1).map(Number)])]);
  return p.affine ? scaleAndShiftAlong({ b, tensor }, y, 1) : y;
}

/**
 * Normalizes each channel of each image (Ulyanov et al., arXiv:1607.08022). Shape: `[B, C, H, W]`, unchanged.
 * Weight and bias `[C]`, if affine.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.InstanceNorm2d.html
 */
export const instanceNorm2d = defineLayer({
  type: 'InstanceNorm2d',
  category: 'normalization',
  summary: 'Normalizes each channel of each image by itself: removes contrast and style.',
  params: {
    ...BATCH_NORM_PARAMS,
    affine: bool({ ...BATCH_NORM_PARAMS.affine, default: false }),
    track_running_stats: bool({
      default: false,
      label: 'Running statistics',
      help: 'Uses statistics of all training images after training, instead of those of each image.',
    }),
  },
  check: (p, input, layer) =>
    layoutProblem(layer, input, 2) ??
    sizeProblem(layer, input, 1, 'num_features', p.num_features) ??
    (dimProduct(input, 2) > 1 ? null : problem('bad-shape/one-pixel', {}, { where: layer })),
  infer: (_, input: Shape) => input,
  parameters: (p) => (p.affine ? scaleAndShift(p.num_features) : []),
  buffers: (p) => (p.track_running_stats ? runningStatistics(p) : []),
  forward: (context, x, p) =>
    p.track_running_stats && !context.training
      ? normalizeWithRunning(context, x, p)
      : normalizeImages(context, x, p),
});

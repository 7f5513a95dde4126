import { bool, float, int, type ParamsOf } from '../../base/fields.js';
import { failure, invariant, type LayerPlace } from '../../base/problem.js';
import { dimProduct, type Shape } from '../../base/shape.js';
import type { Value } from '../../tensor/graph.js';
import { float32 } from '../../tensor/tensor.js';
import {
  type BufferSpec,
  type ForwardContext,
  type ParameterSpec,
  rankProblem,
  sizeProblem,
} from './define.js';
import { channelsOf } from './windows.js';

/** Settings of BatchNorm1d, BatchNorm2d and InstanceNorm2d. */
export const BATCH_NORM_PARAMS = {
  num_features: int({
    default: 1,
    required: 'positional',
    label: 'Channels',
    help: 'Number of input channels; inferred from the previous layer.',
    auto: channelsOf,
  }),
  eps: float({ default: 1e-5, min: 0, max: 1, label: 'Epsilon', help: 'Added to the variance.' }),
  momentum: float({
    default: 0.1,
    min: 0,
    max: 1,
    label: 'Momentum',
    help: 'Weight of each new batch in the running statistics, which are used after training.',
  }),
  affine: bool({ default: true, label: 'Affine', help: 'Learns a scale and a shift per channel.' }),
} as const;

type BatchNormParams = ParamsOf<typeof BATCH_NORM_PARAMS>;

/** The running mean and variance of each channel. */
export const runningStatistics = ({
  num_features,
}: Pick<BatchNormParams, 'num_features'>): readonly BufferSpec[] => [
  { name: 'running_mean', shape: [num_features], init: 'zeros' },
  { name: 'running_var', shape: [num_features], init: 'ones' },
];

/** Blends `share` times new statistics into the running ones. */
export const blendInto =
  ({ b, tensor, update }: Pick<ForwardContext, 'b' | 'tensor' | 'update'>, momentum: number) =>
  (name: string, fresh: Value, share: number): void => {
    const kept = b.op('Mul', [tensor(name), b.scalar(1 - momentum)]);
    update(name, b.op('Add', [kept, b.op('Mul', [fresh, b.scalar(momentum * share)])]));
  };

/** The common part of BatchNorm1d and BatchNorm2d, which differ in the inputs they accept. */
export const batchNorm = (ranks: readonly number[], layout: string) => ({
  params: BATCH_NORM_PARAMS,
  check: (p: BatchNormParams, input: Shape, layer: LayerPlace) =>
    rankProblem(layer, input, ranks, layout) ?? sizeProblem(layer, input, 1, 'num_features', p.num_features),
  infer: (_: BatchNormParams, input: Shape): Shape => input,
  parameters: (p: BatchNormParams): readonly ParameterSpec[] =>
    p.affine
      ? [
          { name: 'weight', shape: [p.num_features], init: { kind: 'ones' } },
          { name: 'bias', shape: [p.num_features], init: { kind: 'zeros' } },
        ]
      : [],
  buffers: runningStatistics,
  forward: (context: ForwardContext, x: Value, p: BatchNormParams): Value =>
    context.training ? normalizeBatch(context, x, p) : normalizeWithRunning(context, x, p),
});

/** Normalizes with the batch's own statistics, and updates the running ones (Ioffe and Szegedy, arXiv:1502.03167). */
function normalizeBatch({ b, layer, tensor, update }: ForwardContext, x: Value, p: BatchNormParams): Value {
  const count = dimProduct(x.shape) / p.num_features;
  if (count < 2) throw failure('bad-shape/one-sample-batch', {}, { where: layer });
  const [scale, bias] = affine({ b, tensor }, p);
  const [y, mean, variance] = b.node('BatchNormTraining', [x, scale, bias], { epsilon: p.eps });
  invariant(y && mean && variance, 'BatchNormTraining gives three values');

  const blend = blendInto({ b, tensor, update }, p.momentum);
  blend('running_mean', mean, 1);
  blend('running_var', variance, count / (count - 1));
  return y;
}

/** Normalizes with the running statistics, after training. */
export function normalizeWithRunning({ b, tensor }: ForwardContext, x: Value, p: BatchNormParams): Value {
  const [scale, bias] = affine({ b, tensor }, p);
  return b.op('BatchNormalization', [x, scale, bias, tensor('running_mean'), tensor('running_var')], {
    epsilon: p.eps,
  });
}

/** The learned scale and shift of each channel, or 1 and 0. */
function affine({ b, tensor }: Pick<ForwardContext, 'b' | 'tensor'>, p: BatchNormParams) {
  const fixed = (value: number) =>
    b.constant(float32([p.num_features], new Float32Array(p.num_features).fill(value)));
  return p.affine ? ([tensor('weight'), tensor('bias')] as const) : ([fixed(1), fixed(0)] as const);
}

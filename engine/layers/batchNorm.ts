import { LoomError } from '../errors.js';
import { bool, float, int, type ParamsOf } from '../fields.js';
import type { Value } from '../graph/graph.js';
import { dimProduct, type Shape } from '../graph/shape.js';
import { float32 } from '../graph/tensor.js';
import type { BufferSpec, ForwardContext, ParameterSpec } from './define.js';
import { channelsOf } from './images.js';
import { expectParam, expectRank } from './problems.js';

/** Settings of BatchNorm1d and BatchNorm2d. */
export const BATCH_NORM_PARAMS = {
  num_features: int({
    default: 1,
    positional: true,
    label: 'Channels',
    help: 'Channels that come in. Follows from the layer before.',
    auto: channelsOf,
  }),
  eps: float({ default: 1e-5, min: 0, max: 1, label: 'Epsilon', help: 'Added to the variance.' }),
  momentum: float({
    default: 0.1,
    min: 0,
    max: 1,
    label: 'Momentum',
    help: 'Share of the new batch in the running statistics that are used after training.',
  }),
  affine: bool({ default: true, label: 'Affine', help: 'Learns a scale and a shift for each channel.' }),
} as const;

type BatchNormParams = ParamsOf<typeof BATCH_NORM_PARAMS>;

/** What BatchNorm1d and BatchNorm2d have in common; they differ in the inputs they take. */
export const batchNorm = (ranks: readonly number[], layout: string) => ({
  params: BATCH_NORM_PARAMS,
  infer: (p: BatchNormParams, input: Shape): Shape => {
    expectRank(input, ranks, layout);
    expectParam(input, 1, 'num_features', p.num_features);
    return input;
  },
  parameters: (p: BatchNormParams): readonly ParameterSpec[] =>
    p.affine
      ? [
          { name: 'weight', shape: [p.num_features], init: { kind: 'ones' } },
          { name: 'bias', shape: [p.num_features], init: { kind: 'zeros' } },
        ]
      : [],
  buffers: (p: BatchNormParams): readonly BufferSpec[] => [
    { name: 'running_mean', shape: [p.num_features], init: 'zeros' },
    { name: 'running_var', shape: [p.num_features], init: 'ones' },
  ],
  forward: (context: ForwardContext, x: Value, p: BatchNormParams): Value =>
    context.training ? normalizeBatch(context, x, p) : normalizeWithRunning(context, x, p),
});

/** By the batch's own statistics, which also move the running ones (Ioffe and Szegedy, arXiv:1502.03167). */
function normalizeBatch({ b, tensor, update }: ForwardContext, x: Value, p: BatchNormParams): Value {
  const count = dimProduct(x.shape) / p.num_features;
  if (count < 2) {
    throw new LoomError(
      'bad-shape',
      'a batch of one sample has no variance: use another batch size, so that the last batch has at least two',
    );
  }
  const others = b.ints(x.shape.map((_, axis) => axis).filter((axis) => axis !== 1));
  const channel = b.ints([1, -1, ...x.shape.slice(2).map(() => 1)]);
  const spread = (value: Value) => b.op('Reshape', [value, channel]);
  const mean = (value: Value) => b.op('ReduceMean', [value, others], { keepdims: 0 });

  const average = mean(x);
  const centred = b.op('Sub', [x, spread(average)]);
  const variance = mean(b.op('Mul', [centred, centred]));
  const std = b.op('Sqrt', [b.op('Add', [variance, b.scalar(p.eps)])]);
  // One factor for each channel, so that the large tensor is passed once.
  const factor = p.affine ? b.op('Div', [tensor('weight'), std]) : b.op('Div', [b.scalar(1), std]);
  const scaled = b.op('Mul', [centred, spread(factor)]);

  const blend = (name: string, fresh: Value, share: number) => {
    const kept = b.op('Mul', [tensor(name), b.scalar(1 - p.momentum)]);
    update(name, b.op('Add', [kept, b.op('Mul', [fresh, b.scalar(share)])]));
  };
  blend('running_mean', average, p.momentum);
  blend('running_var', variance, (p.momentum * count) / (count - 1));
  return p.affine ? b.op('Add', [scaled, spread(tensor('bias'))]) : scaled;
}

function normalizeWithRunning({ b, tensor }: ForwardContext, x: Value, p: BatchNormParams): Value {
  const fixed = (value: number) =>
    b.constant(float32([p.num_features], new Float32Array(p.num_features).fill(value)));
  const [scale, bias] = p.affine ? [tensor('weight'), tensor('bias')] : [fixed(1), fixed(0)];
  return b.op('BatchNormalization', [x, scale, bias, tensor('running_mean'), tensor('running_var')], {
    epsilon: p.eps,
  });
}

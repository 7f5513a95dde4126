import { float } from '../../base/fields.js';
import type { Builder } from '../../tensor/builder.js';
import type { Value } from '../../tensor/graph.js';
import { defineLoss, reduce, reduction } from './define.js';

/** `d² / 2` where `|d| ≤ delta`, else `delta · (|d| − delta / 2)`, of each difference. */
export function huber(b: Builder, prediction: Value, target: Value, delta: number): Value {
  const distance = b.op('Abs', [b.op('Sub', [prediction, target])]);
  const near = b.op('Clip', [distance, b.scalar(0), b.scalar(delta)]);
  return b.op('Mul', [near, b.op('Sub', [distance, b.op('Mul', [near, b.scalar(0.5)])])]);
}

/**
 * Mean of squared differences up to `delta`, and of absolute ones beyond (Huber 1964).
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.HuberLoss.html
 */
export const huberLoss = defineLoss({
  type: 'HuberLoss',
  summary:
    'Squared difference near the target and absolute difference far from it: less sensitive to outliers.',
  targets: ['values'],
  params: {
    reduction,
    delta: float({
      default: 1,
      min: 1e-6,
      max: 1e9,
      label: 'Delta',
      help: 'Differences above this count as absolute ones.',
    }),
  },
  threshold: null,
  accepts: null,
  forward: (b, prediction, target, params) =>
    reduce(b, huber(b, prediction, target, params.delta), params.reduction),
});

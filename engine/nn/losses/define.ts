import { choice, type Fields, type ParamsOf } from '../../base/fields.js';
import type { Builder } from '../../tensor/builder.js';
import type { Value } from '../../tensor/graph.js';
import type { Scores } from '../layers/define.js';
import { ONNX_TYPE } from '../../tensor/tensor.js';

/** Targets that a loss compares predictions with: class indices `[B]`, or values of the prediction's shape. */
export type TargetKind = 'classes' | 'values';

/** One kind of loss. */
export interface LossDefinition<F extends Fields = Fields> {
  /** PyTorch's class name in `torch.nn`. */
  readonly type: string;
  readonly summary: string;
  readonly targets: readonly TargetKind[];
  readonly params: F;
  /** For two classes, the model has one output instead of one per class; class 1 is predicted above this. */
  readonly threshold: number | null;
  /** Bounds of target values, both included; omitted if any will do. */
  within?(params: ParamsOf<F>): readonly [number, number];
  /** Scores that the model's last layer may give, the usual ones first; null for any numbers. */
  readonly accepts: readonly Scores[] | null;
  /** Emits the loss of a batch, a scalar. */
  forward(b: Builder, prediction: Value, target: Value, params: ParamsOf<F>): Value;
  /** Emits the weight of each sample in a mean; null or omitted if all count the same. */
  weights?(b: Builder, target: Value, params: ParamsOf<F>): Value | null;
}

// Members that take settings are methods so that a list can hold declarations with different fields.

/** Declares a loss, keeping the types of its name and fields. */
export function defineLoss<const T extends string, F extends Fields>(
  loss: LossDefinition<F> & { readonly type: T },
): LossDefinition<F> & { readonly type: T } {
  return loss;
}

/** The setting `reduction`. */
export const reduction = choice({
  default: 'mean',
  options: ['mean', 'sum'],
  label: 'Reduction',
  help: 'How the losses of a batch become one number. With a sum, steps grow with the batch size.',
});

/**
 * The mean or the sum of the losses in a batch.
 * @param weights those by which the losses have been multiplied: a mean divides by their sum
 */
export function reduce(b: Builder, losses: Value, how: 'mean' | 'sum', weights: Value | null = null): Value {
  if (how === 'mean' && !weights) return b.op('ReduceMean', [losses], { keepdims: 0 }, 'loss');
  const sum = b.op('ReduceSum', [losses], { keepdims: 0 }, 'loss');
  return how === 'sum' ? sum : b.op('Div', [sum, b.op('ReduceSum', [weights!], { keepdims: 0 })], {}, 'loss');
}

/**
 * The truth in the form of a binary loss's prediction: values as they are, class indices as numbers. With classes,
 * both become `[B]`.
 */
export function binary(b: Builder, prediction: Value, target: Value): readonly [Value, Value] {
  if (target.dtype === 'float32') return [prediction, target];
  return [b.op('Reshape', [prediction, b.ints([-1])]), b.op('Cast', [target], { to: ONNX_TYPE.float32 })];
}

/** Emits the predicted class indices `[B]` (int64). */
export function predictedClass(b: Builder, { threshold }: LossDefinition, prediction: Value): Value {
  if (threshold === null) return b.op('ArgMax', [prediction], { axis: 1, keepdims: 0 });
  const outputs = b.op('Reshape', [prediction, b.ints([-1])]);
  return b.op('Cast', [b.op('Greater', [outputs, b.scalar(threshold)])], { to: ONNX_TYPE.int64 });
}

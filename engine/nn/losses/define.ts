import type { Fields, ParamsOf } from '../../base/fields.js';
import type { Builder } from '../../tensor/builder.js';
import type { Value } from '../../tensor/graph.js';

/** Targets that a loss compares predictions with: class indices `[B]`, or values of the prediction's shape. */
export type TargetKind = 'classes' | 'values';

/** One kind of loss; all return the mean over the batch, PyTorch's default reduction. */
export interface LossDefinition<F extends Fields = Fields> {
  /** PyTorch's class name in `torch.nn`. */
  readonly type: string;
  readonly summary: string;
  readonly target: TargetKind;
  readonly params: F;
  /** The model outputs one logit for two classes instead of one score per class. */
  readonly oneLogit: boolean;
  /** Layers that must not be last, and the one that must be, if any. */
  readonly lastLayer: { readonly required: string | null; readonly refused: readonly string[] };
  /** Emits the loss of a batch, a scalar. */
  forward(b: Builder, prediction: Value, target: Value, params: ParamsOf<F>): Value;
  /** Emits the predicted class indices `[B]` (int64). */
  readonly predictedClass: (b: Builder, prediction: Value) => Value;
}

// Members that take settings are methods so that a list can hold declarations with different fields.

/** Declares a loss, keeping the types of its name and fields. */
export function defineLoss<const T extends string, F extends Fields>(
  loss: LossDefinition<F> & { readonly type: T },
): LossDefinition<F> & { readonly type: T } {
  return loss;
}

/** The class with the highest score. */
export function highestScore(b: Builder, prediction: Value): Value {
  return b.op('ArgMax', [prediction], { axis: 1, keepdims: 0 });
}

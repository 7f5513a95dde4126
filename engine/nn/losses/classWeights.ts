import { BALANCED_WEIGHTS } from '../../base/python.js';
import { weights, type ParamsOf } from '../../base/fields.js';
import type { Builder } from '../../tensor/builder.js';
import type { Value } from '../../tensor/graph.js';
import { float32 } from '../../tensor/tensor.js';

/** The setting `weight`. */
export const weight = weights({
  of: 'each',
  label: 'Class weights',
  help: 'How much a sample of each class counts. Balanced weights let rare classes count as much as common ones.',
});

/** Weights as a constant; null if all are 1. `balanced` ones have been computed before. */
export function weightValues(
  b: Builder,
  given: ParamsOf<{ readonly weight: typeof weight }>['weight'],
): Value | null {
  return typeof given === 'string' ? null : b.constant(float32([given.length], given));
}

/** The weight of each sample's class `[B]`, from class indices `[B]`; null if all count the same. */
export function sampleWeights(
  b: Builder,
  target: Value,
  params: ParamsOf<{ readonly weight: typeof weight }>,
): Value | null {
  const values = weightValues(b, params.weight);
  return values && b.op('Gather', [values, target], { axis: 0 });
}

/** The weights that balance the classes, computed from the targets: here, and in Python from the tensor `labels`. */
export interface Balance {
  readonly compute: (targets: ArrayLike<number>, classes: number) => readonly number[];
  readonly python: (classes: number) => readonly string[];
}

/** The balance of each kind of weights. A class without samples counts as if it had one. */
export const BALANCE: Readonly<Record<'each' | 'positive', Balance>> = {
  /** As scikit-learn: samples divided by the number of classes and by the samples of the class. */
  each: {
    compute: (targets, classes) => {
      const counts = new Array<number>(classes).fill(0);
      for (let i = 0; i < targets.length; i++) counts[targets[i]!]!++;
      return counts.map((count) => targets.length / (classes * Math.max(count, 1)));
    },
    python: (classes) => [
      `counts = torch.bincount(labels, minlength=${classes}).clamp(min=1)`,
      `${BALANCED_WEIGHTS} = len(labels) / (${classes} * counts)`,
    ],
  },
  /** Negative samples for each positive one. */
  positive: {
    compute: (targets) => {
      let positive = 0;
      for (let i = 0; i < targets.length; i++) positive += targets[i]!;
      return [(targets.length - positive) / Math.max(positive, 1)];
    },
    python: () => [
      'positive = labels.sum()',
      `${BALANCED_WEIGHTS} = ((len(labels) - positive) / positive.clamp(min=1)).reshape(1)`,
    ],
  },
};

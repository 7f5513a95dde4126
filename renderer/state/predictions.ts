import type { Loaded } from '../images/messages.js';

/** A model's predictions for a set of samples. */
export interface Predictions {
  readonly runId: string;
  readonly classes: readonly string[];
  /** Class probabilities, by row in the data set. */
  readonly byRow: ReadonlyMap<number, Float32Array>;
}

/** A prediction compared with the true class. */
export interface Verdict {
  /** The predicted class. */
  readonly predicted: string;
  /** The probability of the predicted class. */
  readonly confidence: number;
  /** Cross-entropy: the negative logarithm of the true class's probability. */
  readonly loss: number;
  readonly right: boolean;
}

/** The inputs of filters and sort orders. */
export interface Browsed {
  readonly data: Pick<Loaded, 'labels' | 'trainCount' | 'classNames' | 'brightness'>;
  /** The verdict on an image; null if it has no prediction. */
  readonly verdict: (row: number) => Verdict | null;
}

/** The verdict on an image of class `className`; null if it has no prediction. */
export function verdictOf(row: number, className: string, predictions: Predictions | null): Verdict | null {
  const found = predictions?.byRow.get(row);
  if (!predictions || !found) return null;
  const confidence = Math.max(...found);
  const predicted = predictions.classes[found.indexOf(confidence)]!;
  const loss = -Math.log(found[predictions.classes.indexOf(className)] ?? 0);
  return { predicted, confidence, loss, right: predicted === className };
}

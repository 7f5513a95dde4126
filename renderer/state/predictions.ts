import type { Loaded } from '../images/messages.js';

/** What a model says about some images. */
export interface Predictions {
  readonly runId: string;
  readonly classes: readonly string[];
  /** Probabilities by the image's row in the data set. */
  readonly byRow: ReadonlyMap<number, Float32Array>;
}

/** What follows from a model's answer about an image. */
export interface Verdict {
  /** The class that the model says. */
  readonly answer: string;
  /** The probability that it gives it: its confidence. */
  readonly confidence: number;
  /** Cross-entropy: the negative logarithm of the right class's probability. */
  readonly loss: number;
  readonly right: boolean;
}

/** What filters and orders look at. */
export interface Browsed {
  readonly data: Pick<Loaded, 'labels' | 'trainCount' | 'classNames' | 'brightness'>;
  /** What the model says about an image; null where it was not asked. */
  readonly verdict: (row: number) => Verdict | null;
}

/** A model's verdict about an image of a class; null where it was not asked. */
export function verdictOf(row: number, className: string, predictions: Predictions | null): Verdict | null {
  const found = predictions?.byRow.get(row);
  if (!predictions || !found) return null;
  const confidence = Math.max(...found);
  const answer = predictions.classes[found.indexOf(confidence)]!;
  const loss = -Math.log(found[predictions.classes.indexOf(className)] ?? 0);
  return { answer, confidence, loss, right: answer === className };
}

/** Counts of samples: `confusion[truth][predicted]`. */
export type Confusion = readonly (readonly number[])[];

/** The confusion matrix of predicted classes; rows are the truth, as in scikit-learn's `confusion_matrix`. */
export function confusionMatrix(
  truth: ArrayLike<number>,
  predicted: ArrayLike<number>,
  classes: number,
): Confusion {
  const counts = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  for (let i = 0; i < truth.length; i++) counts[truth[i]!]![predicted[i]!]!++;
  return counts;
}

/** Figures of a class, or their mean. */
export interface ClassFigures {
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  /** Samples of the class. */
  readonly support: number;
}

/** A quotient that is 0 where there is nothing to divide by, as `zero_division` in scikit-learn. */
const ratio = (part: number, whole: number) => (whole === 0 ? 0 : part / whole);

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

/**
 * The figures of each class. With TP, FP and FN counted for the class: precision = TP / (TP + FP),
 * recall = TP / (TP + FN), F1 = 2 TP / (2 TP + FP + FN); 0 where nothing is divided by nothing.
 * https://scikit-learn.org/stable/modules/generated/sklearn.metrics.precision_recall_fscore_support.html
 */
export function classFigures(confusion: Confusion): ClassFigures[] {
  return confusion.map((row, k) => {
    const hits = row[k]!;
    const support = sum(row);
    const answers = sum(confusion.map((one) => one[k]!));
    return {
      precision: ratio(hits, answers),
      recall: ratio(hits, support),
      f1: ratio(2 * hits, answers + support),
      support,
    };
  });
}

/** Means of the classes' figures: `macro` counts every class the same, `weighted` by its support. */
export function meanFigures(figures: readonly ClassFigures[]): Record<'macro' | 'weighted', ClassFigures> {
  const support = sum(figures.map((one) => one.support));
  const mean = (weights: readonly number[]): ClassFigures => {
    const of = (name: 'precision' | 'recall' | 'f1') =>
      ratio(sum(figures.map((one, i) => one[name] * weights[i]!)), sum(weights));
    return { precision: of('precision'), recall: of('recall'), f1: of('f1'), support };
  };
  return { macro: mean(figures.map(() => 1)), weighted: mean(figures.map((one) => one.support)) };
}

/** The 97.5 % quantile of the normal distribution, for intervals of 95 %. */
const Z = 1.959963984540054;

/**
 * Wilson's 95 % interval of a share: (p + z²/2n ± z √(p(1 − p)/n + z²/4n²)) / (1 + z²/n) with p = hits/n. Unlike
 * p ± z √(p(1 − p)/n) it stays within 0 and 1 and has a width where p is 0 or 1. `total` is at least 1.
 * E. B. Wilson, Probable inference, the law of succession, and statistical inference, JASA 22 (1927), 209–212.
 */
export function wilsonInterval(hits: number, total: number): [number, number] {
  const share = hits / total;
  const middle = share + Z ** 2 / (2 * total);
  const half = Z * Math.sqrt((share * (1 - share)) / total + Z ** 2 / (4 * total ** 2));
  const whole = 1 + Z ** 2 / total;
  return [Math.max(0, (middle - half) / whole), Math.min(1, (middle + half) / whole)];
}

/** A bin of predictions by their confidence, above `from` and up to `to`. */
export interface CalibrationBin {
  readonly from: number;
  readonly to: number;
  readonly count: number;
  /** Mean confidence; null without predictions. */
  readonly confidence: number | null;
  /** Share of right predictions; null without predictions. */
  readonly accuracy: number | null;
}

/** Calibration of a classifier's confidence, the probability of the class that it predicts. */
export interface Calibration {
  readonly bins: readonly CalibrationBin[];
  /** Expected calibration error. */
  readonly error: number;
}

/**
 * Reliability in bins of equal width and the expected calibration error Σ (n_b / n) |accuracy_b − confidence_b|.
 * C. Guo et al., On calibration of modern neural networks, ICML 2017, arXiv:1706.04599.
 */
export function calibration(
  confidences: ArrayLike<number>,
  right: ArrayLike<boolean>,
  bins = 10,
): Calibration {
  const held = Array.from({ length: bins }, () => ({ count: 0, confidence: 0, right: 0 }));
  for (let i = 0; i < confidences.length; i++) {
    const confidence = confidences[i]!;
    const bin = held[held.slice(1).filter((_, b) => confidence > (b + 1) / bins).length]!;
    bin.count++;
    bin.confidence += confidence;
    bin.right += Number(right[i]);
  }
  return {
    bins: held.map((bin, b) => ({
      from: b / bins,
      to: (b + 1) / bins,
      count: bin.count,
      confidence: bin.count > 0 ? bin.confidence / bin.count : null,
      accuracy: bin.count > 0 ? bin.right / bin.count : null,
    })),
    error: ratio(sum(held.map((bin) => Math.abs(bin.right - bin.confidence))), confidences.length),
  };
}

/** Everything that is said of a classifier's answers. */
export interface ClassifierFigures {
  readonly classes: readonly string[];
  readonly accuracy: number;
  /** Wilson's interval of the accuracy, 95 %. */
  readonly interval: [number, number];
  readonly confusion: Confusion;
  readonly perClass: readonly (ClassFigures & { readonly class: string })[];
  readonly macro: ClassFigures;
  readonly weighted: ClassFigures;
  /** Null without confidences. */
  readonly calibration: Calibration | null;
}

/** The figures of a classifier's answers; at least one. `confidences` are the probabilities of what it predicts. */
export function classifierFigures(
  classes: readonly string[],
  truth: readonly number[],
  predicted: readonly number[],
  confidences: readonly number[] | null,
): ClassifierFigures {
  const confusion = confusionMatrix(truth, predicted, classes.length);
  const figures = classFigures(confusion);
  const right = predicted.map((answer, i) => answer === truth[i]);
  const hits = right.filter(Boolean).length;
  return {
    classes,
    accuracy: hits / right.length,
    interval: wilsonInterval(hits, right.length),
    confusion,
    perClass: figures.map((figure, k) => ({ class: classes[k]!, ...figure })),
    ...meanFigures(figures),
    calibration: confidences && calibration(confidences, right),
  };
}

/** Class probabilities of one sample, from a model's numbers for it. */
type ToProbabilities = (values: readonly number[]) => readonly number[];

const softmax: ToProbabilities = (values) => {
  const highest = Math.max(...values);
  const powers = values.map((value) => Math.exp(value - highest));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
};

const both: ToProbabilities = (values) => (values.length === 1 ? [1 - values[0]!, values[0]!] : values);

/**
 * Class probabilities, by the name of a model's output; a single number speaks of the second class. `prediction` is
 * not among them: it is the class alone.
 */
export const PROBABILITIES: Readonly<Record<string, ToProbabilities>> = {
  logits: (values) => softmax(values.length === 1 ? [0, values[0]!] : values),
  log_probabilities: (values) => both(values.map(Math.exp)),
  probabilities: both,
};

/** The position of the largest number; the first where several are. */
export function argMax(values: readonly number[]): number {
  return values.reduce((best, value, i) => (value > values[best]! ? i : best), 0);
}

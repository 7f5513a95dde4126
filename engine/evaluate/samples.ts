/** A classifier's probabilities for samples, beside the truth. */
export interface ClassifiedSamples {
  /** Rows of the data set. */
  readonly rows: Uint32Array;
  /** Labels of the rows. */
  readonly truth: Uint32Array;
  /** One row for each sample, one number for each class. */
  readonly probabilities: Float32Array;
}

/** A classifier's answer for one sample. */
export interface JudgedSample {
  readonly row: number;
  readonly truth: number;
  readonly predicted: number;
  /** The probability of the predicted class. */
  readonly confidence: number;
  /** Cross-entropy: the negative logarithm of the true class's probability. */
  readonly loss: number;
}

/** The smallest number above zero in float32: a probability of zero is one that was rounded. */
const SMALLEST = 2 ** -149;

/** A classifier's answers, one for each sample. */
export function judgeSamples({ rows, truth, probabilities }: ClassifiedSamples): JudgedSample[] {
  const width = probabilities.length / rows.length;
  return Array.from(rows, (row, i) => {
    const own = probabilities.subarray(i * width, (i + 1) * width);
    const confidence = Math.max(...own);
    return {
      row,
      truth: truth[i]!,
      predicted: own.indexOf(confidence),
      confidence,
      loss: -Math.log(Math.max(own[truth[i]!]!, SMALLEST)),
    };
  });
}

/** The change from one model's answer to another's. */
export type Change = 'fixed' | 'broken' | 'bothWrong' | 'bothRight';

const isRight = ({ truth, predicted }: JudgedSample) => truth === predicted;

/** The second model's answers for the samples that both were asked about, by what changed. */
export function compareSamples(
  before: readonly JudgedSample[],
  after: readonly JudgedSample[],
): Readonly<Record<Change, readonly JudgedSample[]>> {
  const earlier = new Map(before.map((sample) => [sample.row, isRight(sample)]));
  const where = (wasRight: boolean, right: boolean) =>
    after.filter((sample) => earlier.get(sample.row) === wasRight && isRight(sample) === right);
  return {
    fixed: where(false, true),
    broken: where(true, false),
    bothWrong: where(false, false),
    bothRight: where(true, true),
  };
}

/**
 * Samples whose label confident learning doubts, the most doubtful first; `predicted` is the class that it suggests.
 *
 * `probabilities` are out of sample: of models that were not trained on the sample. A class is likely for a sample if
 * its probability is at least the class's threshold, the mean probability of the class among the samples with its
 * label. The label is doubted if another class is the most probable of the likely ones. The doubt is the difference of
 * that class's probability and the label's.
 *
 * C. G. Northcutt, L. Jiang, I. L. Chuang, Confident learning: estimating uncertainty in dataset labels, Journal of
 * Artificial Intelligence Research 70 (2021), arXiv:1911.00068, equations 1 and 2.
 */
export function suspectedLabels({ rows, truth, probabilities }: ClassifiedSamples): JudgedSample[] {
  const width = probabilities.length / rows.length;
  const of = (i: number, label: number) => probabilities[i * width + label]!;
  const thresholds = Array.from({ length: width }, (_, label) => {
    const own = [...truth.keys()].filter((i) => truth[i] === label);
    return own.reduce((sum, i) => sum + of(i, label), 0) / own.length;
  });
  const suspected = Array.from(rows, (row, i) => {
    const label = truth[i]!;
    // A class without samples has no threshold, and is never likely.
    const likely = [...thresholds.keys()].filter((other) => of(i, other) >= thresholds[other]!);
    const predicted = likely.reduce(
      (best, other) => (of(i, other) > of(i, best) ? other : best),
      likely[0] ?? label,
    );
    const confidence = of(i, predicted);
    return {
      row,
      truth: label,
      predicted,
      confidence,
      loss: -Math.log(of(i, label)),
      doubt: confidence - of(i, label),
    };
  });
  return suspected
    .filter(({ truth: label, predicted }) => predicted !== label)
    .sort((a, b) => b.doubt - a.doubt)
    .map(({ doubt: _, ...sample }) => sample);
}

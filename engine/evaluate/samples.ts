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

/** A bin of a histogram, from `from` up to, but without, `to`; the last one has its end too. */
export interface HistogramBin {
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

/** Counts finite values of at least 0 in bins of equal width from 0 to the largest. */
export function histogram(values: readonly number[], bins: number): HistogramBin[] {
  const most = values.reduce((largest, value) => Math.max(largest, value), 0) || 1;
  const counts = new Array<number>(bins).fill(0);
  for (const value of values) counts[Math.min(Math.floor((value / most) * bins), bins - 1)]!++;
  return counts.map((count, b) => ({ from: (b * most) / bins, to: ((b + 1) * most) / bins, count }));
}

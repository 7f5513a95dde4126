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

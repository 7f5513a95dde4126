import type { ClassifiedSamples, JudgedSample } from './samples.js';

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

import type { CertificateFailure } from '../../base/facts.js';
import type { OutputChoice } from './exportModel.js';

/** The file's outputs compared with the engine's, on every sample that validates. */
export interface FileComparison {
  readonly images: number;
  readonly maxAbsDiff: number;
  /** Share of samples with the same predicted class, 0 to 1; null for tables. */
  readonly labelAgreement: number | null;
  readonly engineAccuracy: number | null;
  readonly onnxAccuracy: number | null;
}

/** Largest difference that still counts as the same prediction. */
export const TOLERANCE = 1e-5;

/** Two runs of the same model over the same samples. */
export interface Comparison {
  /** One row of `width` numbers for each sample. */
  readonly engine: Float32Array;
  readonly onnx: Float32Array;
  readonly width: number;
  /** The kind of numbers. */
  readonly output: OutputChoice;
  /** Right class of each sample; null for tables. */
  readonly labels: Int32Array | null;
}

/** The file's answers against the engine's, on every sample that validates. */
export interface FileComparison {
  readonly images: number;
  readonly maxAbsDiff: number;
  /** Share of samples with the same predicted class, 0 to 1; null for tables. */
  readonly labelAgreement: number | null;
  readonly engineAccuracy: number | null;
  readonly onnxAccuracy: number | null;
}

/** Compares what the engine and the exported file say about every sample. */
export function compare({ engine, onnx, width, output, labels }: Comparison): FileComparison {
  const images = engine.length / width;
  const maxAbsDiff = largestDifference(engine, onnx);
  if (!labels) return { images, maxAbsDiff, labelAgreement: null, engineAccuracy: null, onnxAccuracy: null };
  let [same, engineRight, onnxRight] = [0, 0, 0];
  for (let i = 0; i < images; i++) {
    const [here, there] = [engine, onnx].map((values) =>
      predicted(output, values.subarray(i * width, (i + 1) * width)),
    );
    same += Number(here === there);
    engineRight += Number(here === labels[i]);
    onnxRight += Number(there === labels[i]);
  }
  return {
    images,
    maxAbsDiff,
    labelAgreement: same / images,
    engineAccuracy: engineRight / images,
    onnxAccuracy: onnxRight / images,
  };
}

/** How far two lists of numbers are apart; infinitely where one is longer or has a NaN. */
export function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let largest = a.length === b.length ? 0 : Infinity;
  for (let i = 0; i < a.length; i++) {
    const difference = Math.abs(a[i]! - b[i]!);
    largest = Math.max(largest, Number.isNaN(difference) ? Infinity : difference);
  }
  return largest;
}

/** The reason why a file does not pass; null when it does. */
export function whyItFails({
  images,
  maxAbsDiff,
  labelAgreement,
}: FileComparison): CertificateFailure | null {
  if (images === 0) return { how: 'no-samples' };
  if (!(maxAbsDiff <= TOLERANCE)) return { how: 'numbers', difference: maxAbsDiff, allowed: TOLERANCE };
  if (labelAgreement !== null && labelAgreement < 1) return { how: 'labels', share: 1 - labelAgreement };
  return null;
}

/** Above which number a model with a single output means the second class. */
const SECOND_CLASS_ABOVE: Readonly<Record<Exclude<OutputChoice, 'prediction'>, number>> = {
  logits: 0,
  log_probabilities: Math.log(0.5),
  probabilities: 0.5,
  values: 0,
};

/** The class that one sample's numbers mean. */
function predicted(output: OutputChoice, values: Float32Array): number {
  if (output === 'prediction') return values[0]!;
  if (values.length === 1) return Number(values[0]! > SECOND_CLASS_ABOVE[output]);
  return values.reduce((best, value, i) => (value > values[best]! ? i : best), 0);
}

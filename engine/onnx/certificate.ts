import type { CertificateSummary } from '../jobs/events.js';

/** Largest difference that still counts as the same prediction, on log-probabilities or values. */
export const TOLERANCE = 1e-5;

/** Two runs of the same model over the same samples. */
export interface Comparison {
  /** One row of `width` numbers for each sample. */
  readonly engine: Float32Array;
  readonly onnx: Float32Array;
  readonly width: number;
  /** Right class of each sample; null for tables. */
  readonly labels: Int32Array | null;
}

/** Compares what the engine and the exported file say about every sample. */
export function compare({ engine, onnx, width, labels }: Comparison): CertificateSummary {
  const images = engine.length / width;
  let maxAbsDiff = engine.length === onnx.length ? 0 : Infinity;
  // A NaN on either side must fail, so it counts as infinitely far.
  engine.forEach((value, i) => {
    const difference = Math.abs(value - onnx[i]!);
    maxAbsDiff = Math.max(maxAbsDiff, Number.isNaN(difference) ? Infinity : difference);
  });
  if (!labels) return { images, maxAbsDiff, labelAgreement: null, engineAccuracy: null, onnxAccuracy: null };
  let [same, engineRight, onnxRight] = [0, 0, 0];
  for (let i = 0; i < images; i++) {
    const [here, there] = [predicted(engine, i * width, width), predicted(onnx, i * width, width)];
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

/** Why a file does not pass, in words; null when it does. */
export function whyItFails({ images, maxAbsDiff, labelAgreement }: CertificateSummary): string | null {
  if (images === 0) return 'there are no samples to compare on';
  if (!(maxAbsDiff <= TOLERANCE)) {
    return `the file's numbers differ from the engine's by up to ${maxAbsDiff.toExponential(2)}; at most ${TOLERANCE} is allowed`;
  }
  if (labelAgreement !== null && labelAgreement < 1) {
    return `the file gives another class for ${((1 - labelAgreement) * 100).toFixed(2)} % of the samples`;
  }
  return null;
}

/** The predicted class: the highest score, or for a single logit the side of 0 on which it lies. */
function predicted(values: Float32Array, start: number, width: number): number {
  if (width === 1) return Number(values[start]! > 0);
  let best = 0;
  for (let i = 1; i < width; i++) if (values[start + i]! > values[start + best]!) best = i;
  return best;
}

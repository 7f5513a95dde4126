import type { JobResult } from '../../../engine/jobs/index.js';
import { layerOf } from '../../../engine/nn/layers/index.js';
import { PROBABILITIES } from '../../../engine/evaluate/classification.js';

/** The numbers of each class for one sample. */
export interface Scores {
  /** Null where the model gives probabilities itself. */
  readonly logits: readonly number[] | null;
  readonly logProbabilities: readonly number[];
  readonly probabilities: readonly number[];
}

/** The numbers of each class, from what a classifier's layers give; null for a model of numbers. */
export function scoresOf(found: JobResult<'activations'>): Scores | null {
  const convert = PROBABILITIES[found.output];
  if (!found.classes || !convert) return null;
  const probabilities = convert(Array.from(found.layers.at(-1)!.values));
  const logits = logitsOf(found);
  const highest = logits ? Math.max(...logits) : 0;
  const sum = logits?.reduce((total, z) => total + Math.exp(z - highest), 0) ?? 1;
  const logProbabilities = logits
    ? logits.map((z) => z - highest - Math.log(sum))
    : probabilities.map(Math.log);
  return { logits, logProbabilities, probabilities };
}

/** The logits: what the last layer gives, or what it makes probabilities of. */
function logitsOf({ layers, input, output }: JobResult<'activations'>): readonly number[] | null {
  const last = layers.at(-1)!;
  const values = Array.from(last.values);
  // A single logit speaks for the second class against zero.
  if (output === 'logits') return values.length === 1 ? [0, values[0]!] : values;
  if (values.length === 1 || layerOf(last.type).logits) return null;
  return Array.from((layers.at(-2) ?? input).values);
}

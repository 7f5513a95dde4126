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

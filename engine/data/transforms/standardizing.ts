import type { Feature } from '../preparedTable.js';

/** The step that gives each input of a table mean 0 and standard deviation 1; zeros and ones stay what they are. */
export function standardizing(inputs: readonly Feature[]): {
  type: 'Standardize';
  mean: number[];
  std: number[];
} {
  const figures = inputs.map(({ values }) => standard(values));
  return { type: 'Standardize', mean: figures.map((f) => f.mean), std: figures.map((f) => f.std) };
}

function standard(values: readonly number[]): { mean: number; std: number } {
  if (values.every((value) => value === 0 || value === 1)) return { mean: 0, std: 1 };
  const average = mean(values);
  const spread = Math.sqrt(mean(values.map((value) => (value - average) ** 2)));
  // A column that never changes says nothing; dividing by 1 leaves it at 0.
  return { mean: average, std: spread === 0 ? 1 : spread };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

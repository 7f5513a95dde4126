/** A column of a table whose effect on a model is asked for. */
export interface AskedColumn {
  /** Position of its first feature among the model's inputs. */
  readonly first: number;
  /** Number of features of a column of text, one for each value; null for a column of numbers. */
  readonly kinds: number | null;
  /** Values to set: numbers, or positions of the feature that is 1 while the others are 0. */
  readonly grid: readonly number[];
}

/** Numbers to ask about between the least and the largest: evenly spaced, or the distinct values where there are few. */
export function gridOf(values: readonly number[], most: number): readonly number[] {
  const distinct = [...new Set(values)].sort((a, b) => a - b);
  return distinct.length < most ? distinct : evenlySpaced(distinct[0]!, distinct.at(-1)!, most);
}

/** Numbers from round to round bounds around the values. */
export function roundGrid(values: readonly number[], count: number): readonly number[] {
  const [least, most] = values.reduce(
    ([low, high], value) => [Math.min(low, value), Math.max(high, value)],
    [Infinity, -Infinity],
  );
  const step = least === most ? 1 : 10 ** Math.floor(Math.log10(most - least));
  const from = Math.floor(least / step) * step;
  return evenlySpaced(from, Math.max(Math.ceil(most / step) * step, from + step), count);
}

function evenlySpaced(from: number, to: number, count: number): readonly number[] {
  return Array.from({ length: count }, (_, i) => from + ((to - from) * i) / (count - 1));
}

/** Samples `[rows, features]`, one row after another, with a column set to one value in every row. */
function withColumn(
  samples: Float32Array,
  features: number,
  { first, kinds }: Pick<AskedColumn, 'first' | 'kinds'>,
  value: number,
): Float32Array {
  const changed = samples.slice();
  for (let at = first; at < changed.length; at += features) {
    if (kinds === null) changed[at] = value;
    else for (let i = 0; i < kinds; i++) changed[at + i] = Number(i === value);
  }
  return changed;
}

/**
 * Partial dependence (Friedman 2001): the mean of a model's predictions over the samples, for each value that a column is
 * set to in all of them. One list for each target, in the order of the grid.
 */
export async function partialDependence(
  predict: (samples: Float32Array) => Promise<ArrayLike<number>>,
  samples: Float32Array,
  features: number,
  column: AskedColumn,
): Promise<readonly (readonly number[])[]> {
  const rows = samples.length / features;
  const means: number[][] = [];
  for (const value of column.grid) {
    const predicted = await predict(withColumn(samples, features, column, value));
    const targets = predicted.length / rows;
    for (let target = 0; target < targets; target++) {
      let sum = 0;
      for (let row = 0; row < rows; row++) sum += predicted[row * targets + target]!;
      (means[target] ??= []).push(sum / rows);
    }
  }
  return means;
}

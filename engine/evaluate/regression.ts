/** Errors of predicted numbers, in the unit of the target. */
export interface RegressionFigures {
  /** Mean absolute error: mean |y − ŷ|. */
  readonly mae: number;
  /** Root mean squared error: √ mean (y − ŷ)². */
  readonly rmse: number;
  /** Coefficient of determination; null for fewer than two samples. */
  readonly r2: number | null;
}

/**
 * MAE, RMSE and R² = 1 − Σ (y − ŷ)² / Σ (y − ȳ)². Where all targets are the same number, R² is 1 if they are predicted
 * exactly and otherwise 0, as in scikit-learn's `r2_score`.
 * https://scikit-learn.org/stable/modules/generated/sklearn.metrics.r2_score.html
 */
export function regressionFigures(truth: readonly number[], predicted: readonly number[]): RegressionFigures {
  const errors = truth.map((value, i) => value - predicted[i]!);
  const average = mean(truth);
  const residual = sumOfSquares(errors);
  const spread = sumOfSquares(truth.map((value) => value - average));
  const r2 = spread > 0 ? 1 - residual / spread : Number(residual === 0);
  return {
    mae: mean(errors.map(Math.abs)),
    rmse: Math.sqrt(residual / truth.length),
    r2: truth.length < 2 ? null : r2,
  };
}

/** The figures of always predicting the same number. */
export interface BaselineFigures extends RegressionFigures {
  readonly prediction: number;
}

/** The figures of predicting `prediction` for every sample. */
export function baselineFigures(truth: readonly number[], prediction: number): BaselineFigures {
  return { prediction, ...regressionFigures(truth, new Array<number>(truth.length).fill(prediction)) };
}

/** The mean of at least one number. */
export function mean(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0) / values.length;
}

const sumOfSquares = (values: readonly number[]) => values.reduce((total, value) => total + value ** 2, 0);

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

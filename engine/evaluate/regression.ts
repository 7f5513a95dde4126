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

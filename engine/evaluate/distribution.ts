/** The spread of some numbers. */
export interface Distribution {
  readonly min: number;
  readonly max: number;
  readonly mean: number;
  /** The standard deviation. */
  readonly std: number;
  /** Counts in equal steps from `min` to `max`. */
  readonly bins: readonly number[];
}

/** The distribution of numbers, of which there is at least one, in `bins` steps. */
export function distributionOf(values: ArrayLike<number>, bins: number): Distribution {
  let [min, max, sum] = [Infinity, -Infinity, 0];
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    min = Math.min(min, value);
    max = Math.max(max, value);
    sum += value;
  }
  const mean = sum / values.length;
  const counts = new Array<number>(bins).fill(0);
  let squares = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    squares += (value - mean) ** 2;
    const share = max > min ? (value - min) / (max - min) : 0;
    counts[Math.min(bins - 1, Math.floor(share * bins))]!++;
  }
  return { min, max, mean, std: Math.sqrt(squares / values.length), bins: counts };
}

/** A bin of a histogram, from `from` up to, but without, `to`; the last one has its end too. */
export interface HistogramBin {
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

/** Counts finite values of at least 0 in bins of equal width from 0 to the largest. */
export function histogram(values: readonly number[], bins: number): HistogramBin[] {
  const most = values.reduce((largest, value) => Math.max(largest, value), 0) || 1;
  const counts = new Array<number>(bins).fill(0);
  for (const value of values) counts[Math.min(Math.floor((value / most) * bins), bins - 1)]!++;
  return counts.map((count, b) => ({ from: (b * most) / bins, to: ((b + 1) * most) / bins, count }));
}

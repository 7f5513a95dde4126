/** The spread of some numbers. */
export interface Distribution {
  readonly least: number;
  readonly most: number;
  readonly mean: number;
  /** The standard deviation. */
  readonly deviation: number;
  /** Counts in equal steps from `least` to `most`. */
  readonly bins: readonly number[];
}

/** The distribution of numbers, of which there is at least one, in `bins` steps. */
export function distributionOf(values: ArrayLike<number>, bins: number): Distribution {
  let [least, most, sum] = [Infinity, -Infinity, 0];
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    least = Math.min(least, value);
    most = Math.max(most, value);
    sum += value;
  }
  const mean = sum / values.length;
  const counts = new Array<number>(bins).fill(0);
  let squares = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    squares += (value - mean) ** 2;
    const share = most > least ? (value - least) / (most - least) : 0;
    counts[Math.min(bins - 1, Math.floor(share * bins))]!++;
  }
  return { least, most, mean, deviation: Math.sqrt(squares / values.length), bins: counts };
}

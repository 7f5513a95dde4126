import type { JobResult } from '../../../engine/jobs/index.js';
import type { Interval } from '../lab/scale.js';

/** A row of a regression's table, with its prediction for one target. */
export interface FitPoint {
  readonly row: number;
  readonly validates: boolean;
  readonly truth: number;
  readonly predicted: number;
}

/** Every row, those that train first. */
export function pointsOf(
  { rows, training, truth, predicted, targets }: JobResult<'regression'>,
  target: number,
): readonly FitPoint[] {
  const at = (i: number) => i * targets.length + target;
  return Array.from(rows, (row, i) => ({
    row,
    validates: i >= training,
    truth: truth[at(i)]!,
    predicted: predicted[at(i)]!,
  }));
}

/** Limit of points drawn; of more, every n-th. */
const MOST_DRAWN = 1000;

/** The points to draw. */
export function drawn(points: readonly FitPoint[]): readonly FitPoint[] {
  const every = Math.ceil(points.length / MOST_DRAWN);
  return every === 1 ? points : points.filter((_, i) => i % every === 0);
}

/** The interval of some numbers with a margin on both sides. */
export function around(values: readonly number[]): Interval {
  const [least, most] = values
    .filter(Number.isFinite)
    .reduce(([low, high], value) => [Math.min(low, value), Math.max(high, value)], [Infinity, -Infinity]);
  if (least > most) return [0, 1];
  const margin = (most - least) * 0.06 || Math.abs(most) * 0.1 || 1;
  return [least - margin, most + margin];
}

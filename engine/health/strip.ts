import { binEdges, type Distribution } from './histogram.js';

/** The axis of a strip: the numbers, or the powers of ten of their magnitudes. */
export type StripScale = 'linear' | 'log';

/** A distribution over training as a picture: a column for each moment, a row for each step of the axis. */
export interface Strip {
  /** The ends of the axis: numbers, or powers of ten. */
  readonly from: number;
  readonly to: number;
  /** The share of the numbers in each row of each column, row by row from `to` down; zeros are left out. */
  readonly cells: Float32Array;
}

/** The share of a distribution at each end that the axis may leave out: outliers would flatten everything else. */
const TAIL = 0.002;

/** The part of a distribution that lies between two points of the axis. */
interface Segment {
  readonly low: number;
  readonly high: number;
  readonly share: number;
}

/** Draws distributions, one column each, in `rows` rows. */
export function stripOf(found: readonly Distribution[], scale: StripScale, rows: number): Strip {
  const columns = found.map((one) => segmentsOf(one, scale));
  const ends = columns.map(middleOf);
  const [from, to] = widened(
    Math.min(...ends.map(([low]) => low)),
    Math.max(...ends.map(([, high]) => high)),
  );
  const cells = new Float32Array(rows * found.length);
  const step = (to - from) / rows;
  columns.forEach((segments, column) => {
    for (const { low, high, share } of segments) {
      const last = Math.min(rows - 1, Math.floor((to - low) / step));
      for (let row = Math.max(0, Math.floor((to - high) / step)); row <= last; row++) {
        const covered = Math.min(high, to - row * step) - Math.max(low, to - (row + 1) * step);
        if (covered > 0) cells[row * found.length + column]! += (share * covered) / (high - low);
      }
    }
  });
  return { from, to, cells };
}

function segmentsOf(one: Distribution, scale: StripScale): readonly Segment[] {
  const edges = binEdges(one);
  return Array.from(one.bins).flatMap((bin, i) => {
    if (bin === 0) return [];
    const [near, far] = edges[i]!;
    const share = one.counts[i]! / one.count;
    if (scale === 'log') return [{ low: Math.log10(near), high: Math.log10(far), share }];
    return [bin < 0 ? { low: -far, high: -near, share } : { low: near, high: far, share }];
  });
}

/** The ends of what is left when a small share at both ends is taken away. */
function middleOf(segments: readonly Segment[]): readonly [number, number] {
  const total = segments.reduce((sum, { share }) => sum + share, 0);
  const end = (ordered: readonly Segment[]) => {
    let left = total * TAIL;
    return ordered.find(({ share }) => (left -= share) <= 0);
  };
  return [
    end([...segments].sort((a, b) => a.low - b.low))?.low ?? Infinity,
    end([...segments].sort((a, b) => b.high - a.high))?.high ?? -Infinity,
  ];
}

/** An axis has a length, also for numbers that are all the same, and for none. */
function widened(from: number, to: number): readonly [number, number] {
  if (from > to) return [-1, 1];
  return to > from ? [from, to] : [from - 1, to + 1];
}

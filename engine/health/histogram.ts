/**
 * Counts of numbers in bins whose edges never change, so that histograms of different steps and layers compare. A bin
 * holds the numbers whose float32 begin with the same 12 bits, the sign, the exponent and three bits of the mantissa:
 * eight equal bins from one power of two to the next. Below a sixteenth of the largest magnitude, one bin for each power.
 */
export interface Histogram {
  /** Bins that are not empty, in ascending order of their numbers; `binEdges` says which these are. */
  readonly bins: Int32Array;
  readonly counts: Int32Array;
}

/** Numbers at a moment of training. */
export interface Distribution extends Histogram {
  readonly least: number;
  readonly most: number;
  readonly mean: number;
  /** The square root of the mean square: the length of the vector is this times √`count`. */
  readonly rms: number;
  readonly count: number;
}

/** Bins of one sign. */
const SIDE = 2048;
const PER_POWER = 8;
/** Powers of two below the largest magnitude that are divided further. */
const FINE_POWERS = 4;
const MANTISSA_BITS = 20;

/** The distribution of numbers, of which there is at least one; of more than `limit`, of about so many among them. */
export function distributionOf(values: Float32Array, limit = Infinity): Distribution {
  const bits = new Uint32Array(values.buffer, values.byteOffset, values.length);
  const found = new Int32Array(2 * SIDE);
  const stride = strideThrough(values.length, limit);
  let [sum, squares, least, most] = [0, 0, Infinity, -Infinity];
  for (let i = 0; i < values.length; i += stride) {
    const value = values[i]!;
    found[bits[i]! >>> MANTISSA_BITS]!++;
    sum += value;
    squares += value * value;
    if (value < least) least = value;
    if (value > most) most = value;
  }
  const count = Math.ceil(values.length / stride);
  return { ...compact(found), least, most, mean: sum / count, rms: Math.sqrt(squares / count), count };
}

/** A stride that has no factor in common with the length, so that it passes through all rows, columns and channels. */
function strideThrough(length: number, limit: number): number {
  const divisor = (a: number, b: number): number => (b === 0 ? a : divisor(b, a % b));
  let stride = Math.max(1, Math.ceil(length / limit));
  while (divisor(length, stride) > 1) stride++;
  return stride;
}

/** `found` counts by the first bits of the numbers, those with a minus in the second half. */
function compact(found: Int32Array): Histogram {
  const top = found.reduce((most, count, code) => (count > 0 ? Math.max(most, code % SIDE) : most), 0);
  const fine = firstFine(top);
  const counts = new Map<number, number>();
  const add = (code: number, negative: boolean) => {
    const count = found[negative ? SIDE + code : code]!;
    if (count === 0) return;
    const merged = code < fine ? code - (code % PER_POWER) : code;
    // Minus zero is zero.
    const bin = negative && merged > 0 ? -merged : merged;
    counts.set(bin, (counts.get(bin) ?? 0) + count);
  };
  for (let code = SIDE - 1; code >= 0; code--) add(code, true);
  for (let code = 0; code < SIDE; code++) add(code, false);
  return { bins: Int32Array.from(counts.keys()), counts: Int32Array.from(counts.values()) };
}

/** The first code of the divided powers of two, from the largest. */
const firstFine = (top: number) => (Math.floor(top / PER_POWER) - FINE_POWERS + 1) * PER_POWER;

/** The magnitudes from which on, and below which, each bin's numbers lie; bin 0 is zero, or next to it. */
export function binEdges({ bins }: Pick<Histogram, 'bins'>): readonly (readonly [number, number])[] {
  const fine = firstFine(bins.reduce((most, bin) => Math.max(most, Math.abs(bin)), 0));
  const view = new DataView(new ArrayBuffer(4));
  const start = (code: number) => {
    view.setUint32(0, code << MANTISSA_BITS);
    return view.getFloat32(0);
  };
  return Array.from(bins, (bin) => {
    const code = Math.abs(bin);
    return [start(code), start(code + (code < fine ? PER_POWER : 1))];
  });
}

/** The share of numbers that are zero, or next to it. */
export function shareOfZeros({ bins, counts, count }: Distribution): number {
  const at = bins.indexOf(0);
  return at < 0 ? 0 : counts[at]! / count;
}

/** A closed interval. */
export type Interval = readonly [from: number, to: number];

/** Converts between the numbers of a plane and pixels. */
export interface Scale {
  readonly width: number;
  readonly height: number;
  readonly x: (value: number) => number;
  readonly y: (value: number) => number;
  readonly toX: (pixel: number) => number;
  readonly toY: (pixel: number) => number;
}

/** The scale of a plane of this size in pixels; y points up. */
export function scaleOf(
  x: Interval,
  y: Interval,
  { width, height }: { readonly width: number; readonly height: number },
): Scale {
  return {
    width,
    height,
    x: (value) => ((value - x[0]) / (x[1] - x[0])) * width,
    y: (value) => (1 - (value - y[0]) / (y[1] - y[0])) * height,
    toX: (pixel) => x[0] + (pixel / width) * (x[1] - x[0]),
    toY: (pixel) => y[0] + (1 - pixel / height) * (y[1] - y[0]),
  };
}

/** Evenly spaced numbers, both ends included. */
export const evenly = ([from, to]: Interval, count: number): number[] =>
  Array.from({ length: count }, (_, i) => from + ((to - from) * i) / (count - 1));

/** A number on an axis. */
export interface Tick {
  readonly value: number;
  readonly text: string;
}

/** At most about `most` round numbers in an interval. */
export function ticks([from, to]: Interval, most: number): Tick[] {
  const rough = (to - from) / Math.max(most, 1);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((n) => n * power).find((candidate) => candidate >= rough * 0.999)!;
  const digits = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  const first = Math.ceil(from / step - 1e-9);
  const last = Math.floor(to / step + 1e-9);
  return Array.from({ length: last - first + 1 }, (_, i) => {
    const value = (first + i) * step;
    const text =
      Math.max(-from, to) < 1e5
        ? value.toFixed(digits)
        : Number(value.toPrecision(3)).toExponential().replace('e+', 'e');
    return { value, text: value === 0 ? '0' : text.replace('-', '−') };
  });
}

/** The SVG path through points; interrupted where a number is not finite. */
export function path(xs: readonly number[], ys: readonly number[], scale: Scale): string {
  let connected = false;
  // Far outside of the plane, coordinates would lose their precision.
  const within = (pixel: number, size: number) => Math.min(Math.max(pixel, -10 * size), 11 * size).toFixed(1);
  return xs
    .map((x, i) => {
      const y = ys[i]!;
      if (!Number.isFinite(x) || !Number.isFinite(y)) {
        connected = false;
        return '';
      }
      const command = connected ? 'L' : 'M';
      connected = true;
      return `${command}${within(scale.x(x), scale.width)} ${within(scale.y(y), scale.height)}`;
    })
    .join('');
}

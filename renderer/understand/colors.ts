import { formOf } from '../../engine/data/imageSet.js';
import type { PixelImage } from '../images/rgba.js';

type Color = readonly [number, number, number];

/** Zero is dark, and the farther from it, the brighter: blue above, orange below. Readable in gray, too. */
const ZERO: Color = [16, 20, 32];
const ABOVE: readonly Color[] = [ZERO, [58, 92, 190], [150, 196, 255]];
const BELOW: readonly Color[] = [ZERO, [168, 72, 38], [255, 190, 120]];

const css = ([r, g, b]: Color) => `rgb(${r} ${g} ${b})`;

/** The colors from the lowest number over zero to the highest, as a CSS background. */
export const SCALE = `linear-gradient(to right, ${[...BELOW.slice(1).reverse(), ...ABOVE].map(css).join(', ')})`;

/** The colors from zero to the highest number. */
export const SHARES = `linear-gradient(to right, ${ABOVE.map(css).join(', ')})`;

/** Colors on each side of zero. */
const SHADES = 255;
/** The colors of −1 to 1, four bytes each: a picture of maps is made of a look-up for each pixel. */
const COLORS = new Uint32Array(
  Uint8ClampedArray.from({ length: 4 * (2 * SHADES + 1) }, (_, i) => {
    const [at, c] = [Math.floor(i / 4) - SHADES, i % 4];
    const stops = at < 0 ? BELOW : ABOVE;
    const place = (Math.abs(at) / SHADES) * (stops.length - 1);
    const from = Math.min(stops.length - 2, Math.floor(place));
    const part = place - from;
    return c === 3 ? 255 : stops[from]![c]! * (1 - part) + stops[from + 1]![c]! * part;
  }).buffer,
);

/** The largest magnitude of some numbers. */
export function largest(values: Float32Array | readonly number[]): number {
  let most = 0;
  for (const value of values) if (Math.abs(value) > most) most = Math.abs(value);
  return most;
}

/** Numbers as a picture; `most` is the magnitude of the brightest color. NaN is left empty. */
export function mapImage(
  values: Float32Array | readonly number[],
  width: number,
  most = largest(values),
): PixelImage {
  const height = Math.ceil(values.length / width);
  const pixels = new Uint32Array(width * height);
  const scale = most === 0 ? 0 : SHADES / most;
  for (let i = 0; i < values.length; i++) {
    const shade = values[i]! * scale;
    if (!Number.isNaN(shade))
      pixels[i] = COLORS[SHADES + Math.max(-SHADES, Math.min(SHADES, Math.round(shade)))]!;
  }
  return { width, height, rgba: new Uint8ClampedArray(pixels.buffer) };
}

/**
 * Numbers `[channels, height, width]`, one channel or red, green and blue, as a picture: gray is zero, and `most` the
 * magnitude of full color.
 */
export function colorImage(
  values: ArrayLike<number>,
  width: number,
  channels: 1 | 3,
  most: number,
): PixelImage {
  const size = values.length / channels;
  const rgba = new Uint8ClampedArray(4 * size).fill(255);
  for (let i = 0; i < size; i++) {
    for (let c = 0; c < 3; c++) {
      const value = values[(c % channels) * size + i]!;
      rgba[4 * i + c] = most === 0 ? 128 : 128 + (127 * value) / most;
    }
  }
  return { width, height: size / width, rgba };
}

/** A heat map over an image in gray; the map is stretched smoothly to the image's size. */
export function heatImage(
  {
    values,
    width,
    height,
  }: { readonly values: Float32Array; readonly width: number; readonly height: number },
  bytes: Uint8Array,
): PixelImage {
  const { side, channels } = formOf(bytes.length);
  const size = side * side;
  const most = largest(values);
  const { rgba } = mapImage(
    Float32Array.from({ length: size }, (_, i) =>
      between(
        values,
        width,
        height,
        (((i % side) + 0.5) / side) * width,
        ((Math.floor(i / side) + 0.5) / side) * height,
      ),
    ),
    side,
    most,
  );
  for (let i = 0; i < size; i++) {
    let gray = 0;
    for (let c = 0; c < channels; c++) gray += bytes[c * size + i]! / channels;
    for (let c = 0; c < 3; c++) rgba[4 * i + c] = 0.3 * gray + 0.8 * rgba[4 * i + c]!;
  }
  return { width: side, height: side, rgba };
}

/** The value at a point of a map, from the four nearest pixels' centers. */
function between(values: Float32Array, width: number, height: number, x: number, y: number): number {
  const along = (position: number, length: number) => {
    const place = Math.min(length - 1, Math.max(0, position - 0.5));
    const from = Math.floor(place);
    return { from, to: Math.min(length - 1, from + 1), part: place - from };
  };
  const [across, down] = [along(x, width), along(y, height)];
  const row = (y: number) =>
    values[y * width + across.from]! * (1 - across.part) + values[y * width + across.to]! * across.part;
  return row(down.from) * (1 - down.part) + row(down.to) * down.part;
}

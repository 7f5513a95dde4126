import { imageBytes, type ImageForm, type Pixels } from '../imageSet.js';
import { mirror, shrink } from './planes.js';

/** Side of the reduced pictures whose details are compared. */
const SIDE = 32;
const SIZE = SIDE * SIDE;
/** Blur radii in pixels: finer structure than the first is noise, coarser than the second is composition. */
const FINE = 1;
const COARSE = 4;
/** Maximum shift in pixels to align two pictures. */
const REACH = 4;

/** The details of images, computed on demand. */
export class Details {
  readonly #known: (Float32Array | undefined)[] = [];
  readonly #mirrored: (Float32Array | undefined)[] = [];

  constructor(private readonly pixels: Pixels) {}

  /**
   * The agreement of the details of two images, −1 to 1, at the shift where they agree best; the second one is
   * mirrored if `mirrored` is set. Brightness, contrast and color do not matter. Hill climbing from zero finds the
   * shift: because details are blurred, their agreement increases steadily along the way.
   */
  likeness(a: number, b: number, mirrored: boolean): number {
    const [one, other] = [this.#of(a), mirrored ? this.#ofMirrored(b) : this.#of(b)];
    let [x, y] = [0, 0];
    let best = agreement(one, other, 0, 0);
    for (let improved = best > HOPELESS; improved;) {
      improved = false;
      for (const [dx, dy] of STEPS) {
        const [nextX, nextY] = [x + dx, y + dy];
        if (Math.abs(nextX) > REACH || Math.abs(nextY) > REACH) continue;
        const found = agreement(one, other, nextX, nextY);
        if (found <= best) continue;
        [x, y, best, improved] = [nextX, nextY, found, true];
      }
    }
    return best;
  }

  #of(row: number): Float32Array {
    const { images, ...form } = this.pixels;
    const size = imageBytes(form);
    return (this.#known[row] ??= details(images.subarray(row * size, (row + 1) * size), form));
  }

  #ofMirrored(row: number): Float32Array {
    return (this.#mirrored[row] ??= mirror(this.#of(row), SIDE, new Float32Array(SIZE)));
  }
}

/** Anything below this is rounding error. */
const NO_DETAIL = 0.1;
/** Pictures that agree less than this unshifted do not match at nearby shifts either. */
const HOPELESS = 0.3;
const STEPS = [
  [1, 0],
  [-1, 0],
  [0, 1],
  [0, -1],
] as const;

/** The product of two pictures where they overlap, the second one shifted, scaled to the full area. */
function agreement(a: Float32Array, b: Float32Array, x: number, y: number): number {
  const shift = y * SIDE + x;
  const bottom = SIDE + Math.min(0, y);
  let product = 0;
  for (let row = Math.max(0, y); row < bottom; row++) {
    const to = row * SIDE + SIDE + Math.min(0, x);
    for (let i = row * SIDE + Math.max(0, x); i < to; i++) product += a[i]! * b[i - shift]!;
  }
  return (product * SIZE) / ((SIDE - Math.abs(x)) * (SIDE - Math.abs(y)));
}

/** Difference of two blurs of the brightness, `[SIDE, SIDE]`, as a vector of length 1; zeros without any detail. */
function details(image: Uint8Array, { side, channels }: ImageForm): Float32Array {
  const plane = side * side;
  const gray = new Float32Array(plane);
  for (let i = 0; i < channels * plane; i++) gray[i % plane]! += image[i]! / channels;
  const small = new Float32Array(SIZE);
  shrink(gray, side, SIDE, small);
  const coarse = blur(small, COARSE);
  const between = blur(small, FINE).map((value, i) => value - coarse[i]!);
  const length = Math.sqrt(between.reduce((sum, value) => sum + value * value, 0));
  return length < NO_DETAIL ? new Float32Array(SIZE) : between.map((value) => value / length);
}

/** The mean of the square of `2·radius + 1` pixels around each pixel; border pixels are repeated outside. */
function blur(picture: Float32Array, radius: number): Float32Array {
  return pass(pass(picture, radius, 1, SIDE), radius, SIDE, 1);
}

/** One direction of a blur: along `step`, line after line. */
function pass(picture: Float32Array, radius: number, step: number, line: number): Float32Array {
  const blurred = new Float32Array(SIZE);
  for (let from = 0; from < SIDE; from++) {
    const at = (i: number) => picture[from * line + Math.min(Math.max(i, 0), SIDE - 1) * step]!;
    let sum = 0;
    for (let i = -radius; i <= radius; i++) sum += at(i);
    for (let i = 0; i < SIDE; i++) {
      blurred[from * line + i * step] = sum / (2 * radius + 1);
      sum += at(i + radius + 1) - at(i - radius);
    }
  }
  return blurred;
}

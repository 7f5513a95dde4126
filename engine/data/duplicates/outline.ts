import { imageBytes, type Pixels } from '../imageSet.js';
import { mirror } from './mirror.js';
import { shrink } from './shrink.js';

const CELLS = 8;
const PLANE = CELLS * CELLS;
/** Grey images have the same picture three times. */
const PICTURES = 3;
/** Numbers of an outline. */
export const OUTLINE = PICTURES * PLANE;

/**
 * What every image looks like from afar, `[count, OUTLINE]`: its 8×8 picture without its mean brightness and
 * its contrast, as a vector of length 1. Two images are alike as far as the product of their outlines is
 * near 1. An image of one colour has an outline of zeros, which is like no other.
 */
export function outlines({ images, side, channels }: Pixels): Float32Array {
  const size = imageBytes({ side, channels });
  const plane = side * side;
  const count = images.length / size;
  const found = new Float32Array(count * OUTLINE);
  for (let row = 0; row < count; row++) {
    const own = found.subarray(row * OUTLINE, (row + 1) * OUTLINE);
    for (let picture = 0; picture < PICTURES; picture++) {
      const from = row * size + (picture % channels) * plane;
      const into = own.subarray(picture * PLANE, (picture + 1) * PLANE);
      shrink(images.subarray(from, from + plane), side, CELLS, into);
    }
    normalize(own);
  }
  return found;
}

/** The outlines of the mirrored images. */
export function mirroredOutlines(outlines: Float32Array): Float32Array {
  return mirror(outlines, CELLS, new Float32Array(outlines.length));
}

function normalize(vector: Float32Array): void {
  let sum = 0;
  let squares = 0;
  for (const value of vector) {
    sum += value;
    squares += value * value;
  }
  const mean = sum / vector.length;
  const length = Math.sqrt(Math.max(squares - sum * mean, 0));
  // Rounding alone gives an image of one colour a length of some millionths.
  const scale = length < 1e-3 ? 0 : 1 / length;
  for (let i = 0; i < vector.length; i++) vector[i] = (vector[i]! - mean) * scale;
}

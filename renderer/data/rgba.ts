import { IMAGE_SIDE } from './messages.js';

const PLANE = IMAGE_SIDE * IMAGE_SIDE;

/** Writes an image's three planes as opaque RGBA pixels into a picture `width` pixels wide. */
export function toRgba(
  image: Uint8Array,
  picture: Uint8ClampedArray,
  width = IMAGE_SIDE,
  left = 0,
  top = 0,
): void {
  for (let p = 0; p < PLANE; p++) {
    const at = ((top + Math.floor(p / IMAGE_SIDE)) * width + left + (p % IMAGE_SIDE)) * 4;
    picture[at] = image[p]!;
    picture[at + 1] = image[PLANE + p]!;
    picture[at + 2] = image[2 * PLANE + p]!;
    picture[at + 3] = 255;
  }
}

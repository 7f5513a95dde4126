/** Width and height of a square image from its bytes. */
export function sideOf(image: ArrayLike<number>): number {
  return Math.sqrt(image.length / 3);
}

/** Writes an image's three planes as opaque RGBA pixels into a picture `width` pixels wide. */
export function toRgba(
  image: Uint8Array,
  picture: Uint8ClampedArray,
  width = sideOf(image),
  left = 0,
  top = 0,
): void {
  const side = sideOf(image);
  const plane = side * side;
  for (let p = 0; p < plane; p++) {
    const at = ((top + Math.floor(p / side)) * width + left + (p % side)) * 4;
    picture[at] = image[p]!;
    picture[at + 1] = image[plane + p]!;
    picture[at + 2] = image[2 * plane + p]!;
    picture[at + 3] = 255;
  }
}

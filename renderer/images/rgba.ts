import { formOf } from '../../engine/data/imageSet.js';

/** Display names of an image's channels, by their number. */
export const CHANNEL_NAMES = { 1: ['Gray'], 3: ['Red', 'Green', 'Blue'] } as const;

/** The side of a square image in pixels, from its bytes. */
export function sideOf(image: ArrayLike<number>): number {
  return formOf(image.length).side;
}

/** Writes an image's planes as opaque RGBA pixels into a picture `width` pixels wide; a single plane is gray. */
export function toRgba(
  image: Uint8Array,
  picture: Uint8ClampedArray,
  width = sideOf(image),
  left = 0,
  top = 0,
): void {
  const { side, channels } = formOf(image.length);
  const plane = side * side;
  const [green, blue] = channels === 3 ? [plane, 2 * plane] : [0, 0];
  for (let p = 0; p < plane; p++) {
    const at = ((top + Math.floor(p / side)) * width + left + (p % side)) * 4;
    picture[at] = image[p]!;
    picture[at + 1] = image[green + p]!;
    picture[at + 2] = image[blue + p]!;
    picture[at + 3] = 255;
  }
}

/** One channel's bytes: a grayscale image. */
export function planeOf(image: Uint8Array, channel: number): Uint8Array {
  const size = image.length / formOf(image.length).channels;
  return image.subarray(channel * size, (channel + 1) * size);
}

/** A picture as RGBA pixels. */
export interface PixelImage {
  readonly width: number;
  readonly height: number;
  readonly rgba: Uint8ClampedArray<ArrayBuffer>;
}

/** An image's bytes `[channels, side, side]` as a picture. */
export function bytesImage(bytes: Uint8Array): PixelImage {
  const side = sideOf(bytes);
  const rgba = new Uint8ClampedArray(4 * side * side);
  toRgba(bytes, rgba);
  return { width: side, height: side, rgba };
}

/** Images of one size with their labels, in one piece of memory: training images first. */
export interface ImageSet {
  /** `[count, 3, side, side]`. */
  readonly images: Uint8Array;
  /** Positions in `classNames`. */
  readonly labels: Uint8Array;
  /** How many of the images are the training split; the test split follows. */
  readonly trainCount: number;
  readonly classNames: readonly string[];
  /** Pixels of an image's width and height. */
  readonly side: number;
}

/** Red, green and blue. */
export const CHANNELS = 3;

/** Bytes of an image. */
export function imageBytes(side: number): number {
  return CHANNELS * side * side;
}

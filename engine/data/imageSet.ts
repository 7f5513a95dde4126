/** The shape of one image of a set: bytes `[channels, side, side]`. */
export interface ImageForm {
  /** 3 for red, green and blue, 1 for grayscale. */
  readonly channels: 1 | 3;
  /** Pixels of an image's width and height. */
  readonly side: number;
}

/** The ways to make an image of another shape square: center-cropped, padded with black, or stretched. */
export const FITS = ['crop', 'pad', 'stretch'] as const;
/** A way to make an image square. */
export type Fit = (typeof FITS)[number];

/** Images of one form with their labels, in one piece of memory: training images first. */
export interface ImageSet extends ImageForm {
  /** `[count, channels, side, side]`. */
  readonly images: Uint8Array;
  /** Positions in `classNames`. */
  readonly labels: Uint8Array;
  /** Number of images in the training split; the test split follows. */
  readonly trainCount: number;
  readonly classNames: readonly string[];
  /** The color under the transparent areas of images, if there were any. */
  readonly background?: string;
}

/** Images without their labels. */
export type Pixels = Pick<ImageSet, 'images' | keyof ImageForm>;

/** Number of bytes of an image. */
export function imageBytes({ channels, side }: ImageForm): number {
  return channels * side * side;
}

/** The form of an image with this number of bytes. It is unambiguous, as n² is never 3·m². */
export function formOf(bytes: number): ImageForm {
  const side = Math.sqrt(bytes);
  return Number.isInteger(side) ? { channels: 1, side } : { channels: 3, side: Math.sqrt(bytes / 3) };
}

/** A class and its number of images in each split. */
export interface ClassCount {
  readonly name: string;
  readonly train: number;
  readonly test: number;
}

/** Counts the images of each class in each split; classes without images are omitted. */
export function countClasses(
  labels: ArrayLike<number>,
  trainCount: number,
  nameOf: (label: number) => string,
): ClassCount[] {
  const counts: { train: number; test: number }[] = [];
  for (let i = 0; i < labels.length; i++) {
    const count = (counts[labels[i]!] ??= { train: 0, test: 0 });
    count[i < trainCount ? 'train' : 'test']++;
  }
  // `flatMap` skips the holes of labels without images.
  return counts.flatMap((count, label) => [{ name: nameOf(label), ...count }]);
}

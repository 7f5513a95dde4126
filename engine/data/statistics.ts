import { imageBytes, type ImageForm, type ImageSet } from './imageSet.js';

/** Sums over each image's pixels: the statistics of any subset can be computed from them. */
export interface PixelSums extends ImageForm {
  /** `[count, channels]`: sums of the bytes of each channel, and of their squares. */
  readonly sums: Float64Array;
  readonly squares: Float64Array;
}

/** Mean and standard deviation of each channel, in ToTensor's units: 0 to 1. */
export interface ChannelStatistics {
  readonly mean: readonly number[];
  readonly std: readonly number[];
}

/** Sums every image's pixels. */
export function pixelSums({
  images,
  side,
  channels,
}: Pick<ImageSet, 'images' | 'side' | 'channels'>): PixelSums {
  const size = side * side;
  const planes = images.length / size;
  const sums = new Float64Array(planes);
  const squares = new Float64Array(planes);
  for (let plane = 0; plane < planes; plane++) {
    let sum = 0;
    let square = 0;
    for (let i = plane * size; i < (plane + 1) * size; i++) {
      const byte = images[i]!;
      sum += byte;
      square += byte * byte;
    }
    sums[plane] = sum;
    squares[plane] = square;
  }
  return { sums, squares, side, channels };
}

/** Mean and standard deviation of the channels over all pixels of `rows`, which must not be empty. */
export function channelStatistics(
  { sums, squares, side, channels }: PixelSums,
  rows: Uint32Array,
): ChannelStatistics {
  const count = rows.length * side * side;
  const total = (list: Float64Array, channel: number) =>
    rows.reduce((sum, row) => sum + list[row * channels + channel]!, 0);
  const figures = Array.from({ length: channels }, (_, channel) => {
    const mean = total(sums, channel) / count;
    return { mean, std: Math.sqrt(Math.max(total(squares, channel) / count - mean * mean, 0)) };
  });
  return { mean: figures.map(({ mean }) => mean / 255), std: figures.map(({ std }) => std / 255) };
}

/** The brightness of every image, 0 to 1: the mean of its channels. */
export function brightness({ sums, ...form }: PixelSums): Float32Array {
  const { channels } = form;
  return Float32Array.from({ length: sums.length / channels }, (_, row) => {
    let sum = 0;
    for (let plane = row * channels; plane < (row + 1) * channels; plane++) sum += sums[plane]!;
    return sum / (imageBytes(form) * 255);
  });
}

/** The mean image of `rows`, bytes `[channels, side, side]`; `rows` must not be empty. */
export function meanImage(
  { images, ...form }: Pick<ImageSet, 'images' | 'side' | 'channels'>,
  rows: Uint32Array,
): Uint8Array {
  const size = imageBytes(form);
  const sums = new Float64Array(size);
  for (const row of rows) {
    const from = row * size;
    for (let i = 0; i < size; i++) sums[i]! += images[from + i]!;
  }
  return Uint8Array.from(sums, (sum) => Math.round(sum / rows.length));
}

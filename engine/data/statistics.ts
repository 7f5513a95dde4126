import { CHANNELS, imageBytes } from './imageSet.js';

/** Sums over each image's pixels, from which the statistics of any subset follow without its pixels. */
export interface PixelSums {
  /** `[count, 3]`: sums of the bytes of each channel, and of their squares. */
  readonly sums: Float64Array;
  readonly squares: Float64Array;
  /** Pixels of an image's width and height. */
  readonly side: number;
}

/** Mean and standard deviation of each channel, in the units that ToTensor gives: 0 to 1. */
export interface ChannelStatistics {
  readonly mean: readonly number[];
  readonly std: readonly number[];
}

/** Sums every image's pixels once. */
export function pixelSums(images: Uint8Array, side: number): PixelSums {
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
  return { sums, squares, side };
}

/** Mean and standard deviation of the channels over all pixels of `rows`, which must not be empty. */
export function channelStatistics({ sums, squares, side }: PixelSums, rows: Uint32Array): ChannelStatistics {
  const count = rows.length * side * side;
  const total = (list: Float64Array, channel: number) =>
    rows.reduce((sum, row) => sum + list[row * CHANNELS + channel]!, 0);
  const channels = Array.from({ length: CHANNELS }, (_, channel) => {
    const mean = total(sums, channel) / count;
    return { mean, std: Math.sqrt(Math.max(total(squares, channel) / count - mean * mean, 0)) };
  });
  return { mean: channels.map(({ mean }) => mean / 255), std: channels.map(({ std }) => std / 255) };
}

/** The brightness of every image, 0 to 1: the mean of its channels. */
export function brightness({ sums, side }: PixelSums): Float32Array {
  return Float32Array.from({ length: sums.length / CHANNELS }, (_, row) => {
    const sum = sums[row * CHANNELS]! + sums[row * CHANNELS + 1]! + sums[row * CHANNELS + 2]!;
    return sum / (imageBytes(side) * 255);
  });
}

/** The mean of some images, bytes `[3, side, side]`; `rows` must not be empty. */
export function meanImage(images: Uint8Array, side: number, rows: Uint32Array): Uint8Array {
  const size = imageBytes(side);
  const sums = new Float64Array(size);
  for (const row of rows) {
    const from = row * size;
    for (let i = 0; i < size; i++) sums[i]! += images[from + i]!;
  }
  return Uint8Array.from(sums, (sum) => Math.round(sum / rows.length));
}

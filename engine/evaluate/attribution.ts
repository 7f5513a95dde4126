import { numel, tensor, type TensorOf } from '../tensor/tensor.js';
import type { LayerSlope } from './taps.js';

/** A square that covers a part of an image, and the steps in which it moves. */
export interface Cover {
  readonly size: number;
  readonly stride: number;
}

/** Samples in one call: few, for other questions wait until it is over. */
const BATCH = 16;

/** The starts of a window that moves over `length` pixels; the last one may reach beyond the edge. */
function starts(length: number, { size, stride }: Cover): number[] {
  const count = Math.ceil(Math.max(0, length - size) / stride) + 1;
  return Array.from({ length: count }, (_, i) => i * stride);
}

/**
 * Occlusion: how much a score falls when a square is covered with zeros, the mean color where the data is normalized.
 * Each pixel gets the mean over the squares that cover it. Zeiler and Fergus (2013), https://arxiv.org/abs/1311.2901
 * @param image one prepared sample `[1, C, H, W]`
 * @param score the score of each sample of a batch
 */
export async function occlusion(
  image: TensorOf<'float32'>,
  cover: Cover,
  score: (batch: TensorOf<'float32'>) => Promise<readonly number[]>,
): Promise<Float32Array> {
  const [, channels, height, width] = image.shape as readonly [number, number, number, number];
  const squares = starts(height, cover).flatMap((top) =>
    starts(width, cover).map((left) => ({
      top,
      left,
      bottom: Math.min(height, top + cover.size),
      right: Math.min(width, left + cover.size),
    })),
  );
  const [whole] = await score(image);
  const [falls, covers] = [new Float64Array(height * width), new Float64Array(height * width)];
  for (let start = 0; start < squares.length; start += BATCH) {
    const some = squares.slice(start, start + BATCH);
    const data = new Float32Array(some.length * image.data.length);
    some.forEach(({ top, left, bottom, right }, i) => {
      const own = data.subarray(i * image.data.length, (i + 1) * image.data.length);
      own.set(image.data);
      for (let c = 0; c < channels; c++) {
        for (let y = top; y < bottom; y++) {
          own.fill(0, (c * height + y) * width + left, (c * height + y) * width + right);
        }
      }
    });
    const scores = await score(tensor('float32', [some.length, channels, height, width], data));
    some.forEach(({ top, left, bottom, right }, i) => {
      for (let y = top; y < bottom; y++) {
        for (let x = left; x < right; x++) {
          falls[y * width + x]! += whole! - scores[i]!;
          covers[y * width + x]!++;
        }
      }
    });
  }
  return Float32Array.from(falls, (fall, i) => fall / covers[i]!);
}

/**
 * The saliency of each pixel: the largest |∂score/∂x| of its channels.
 * Simonyan, Vedaldi and Zisserman (2013), https://arxiv.org/abs/1312.6034
 */
export function saliency({ shape, data }: TensorOf<'float32'>): Float32Array {
  const [, channels = 1, ...rest] = shape;
  const size = numel(rest);
  return Float32Array.from({ length: size }, (_, pixel) => {
    let largest = 0;
    for (let c = 0; c < channels; c++) largest = Math.max(largest, Math.abs(data[c * size + pixel]!));
    return largest;
  });
}

/**
 * Grad-CAM: a convolution's feature maps, each weighted by the mean slope of the score in it; what speaks against the
 * class is zero. Selvaraju et al. (2017), https://arxiv.org/abs/1610.02391
 */
export function gradCam({ output: { shape, data }, slope }: LayerSlope): Float32Array {
  const [, maps = 1, ...rest] = shape;
  const size = numel(rest);
  const sums = new Float64Array(size);
  for (let map = 0; map < maps; map++) {
    let weight = 0;
    for (let i = map * size; i < (map + 1) * size; i++) weight += slope.data[i]! / size;
    for (let i = 0; i < size; i++) sums[i]! += weight * data[map * size + i]!;
  }
  return Float32Array.from(sums, (sum) => Math.max(0, sum));
}

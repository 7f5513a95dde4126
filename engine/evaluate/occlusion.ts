import { tensor, type TensorOf } from '../tensor/tensor.js';

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

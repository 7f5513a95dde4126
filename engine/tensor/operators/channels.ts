import type { TensorOf } from '../tensor.js';

/** Finds the channel (axis 1) of an element by its position. */
export function channelAt(shape: readonly number[]): (position: number) => number {
  const channels = shape[1]!;
  const plane = shape.slice(2).reduce((product, dim) => product * dim, 1);
  return (position) => Math.floor(position / plane) % channels;
}

/** The mean, over each channel of `x`, of what `value` gives for the positions in it. */
export function channelMeans(x: TensorOf<'float32'>, value: (position: number) => number): Float64Array {
  const channel = channelAt(x.shape);
  const sums = new Float64Array(x.shape[1]!);
  for (let i = 0; i < x.data.length; i++) sums[channel(i)]! += value(i);
  return sums.map((sum) => sum / (x.data.length / sums.length));
}

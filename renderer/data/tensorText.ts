import { IMAGE_SIDE } from './messages.js';

const PLANE = IMAGE_SIDE * IMAGE_SIDE;

/** The least and the greatest of some numbers. */
export function extent(values: ArrayLike<number>): readonly [number, number] {
  let [least, greatest] = [Infinity, -Infinity];
  for (let i = 0; i < values.length; i++) {
    least = Math.min(least, values[i]!);
    greatest = Math.max(greatest, values[i]!);
  }
  return [least, greatest];
}

/** An image as ToTensor gives it: bytes to 0…1. */
export function toTensor(image: Uint8Array): Float32Array {
  return Float32Array.from(image, (byte) => byte / 255);
}

/** An image after Normalize: `(x − mean) / std` for each channel. */
export function normalized(
  tensor: Float32Array,
  mean: readonly number[],
  std: readonly number[],
): Float32Array {
  return tensor.map((value, i) => {
    const channel = Math.floor(i / PLANE);
    return (value - (mean[channel] ?? 0)) / (std[channel] ?? 1);
  });
}

/** The corner of a tensor `[3, 32, 32]` as PyTorch prints it, three numbers from each end. */
export function tensorText(values: ArrayLike<number>, digits: number): string {
  const width = Math.max(...[0, 1, 2, 29, 30, 31].map((x) => values[x]!.toFixed(digits).length)) + 1;
  const number = (i: number) => values[i]!.toFixed(digits).padStart(width);
  const row = (channel: number, y: number) => {
    const from = channel * PLANE + y * IMAGE_SIDE;
    const list = (xs: readonly number[]) => xs.map((x) => number(from + x)).join(',');
    return `[${list([0, 1, 2])}, …,${list([29, 30, 31])}]`;
  };
  const plane = (channel: number) =>
    `[${row(channel, 0)},\n  ${row(channel, 1)},\n  …,\n  ${row(channel, 31)}]`;
  return `[${plane(0)},\n ${plane(1)},\n ${plane(2)}]`;
}

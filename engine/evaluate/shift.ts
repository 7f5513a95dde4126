import { tensor, type TensorOf } from '../tensor/tensor.js';

/** Images `[B, C, H, W]` moved by `dx` pixels to the right and `dy` down; black comes in from the other side. */
export function shiftImages({ shape, data }: TensorOf<'uint8'>, dx: number, dy: number): TensorOf<'uint8'> {
  const [height, width] = [shape.at(-2)!, shape.at(-1)!];
  const out = new Uint8Array(data.length);
  const [from, to] = [Math.max(0, -dx), Math.min(width, width - dx)];
  if (from >= to) return tensor('uint8', shape, out);
  for (let plane = 0; plane < data.length; plane += height * width) {
    for (let y = Math.max(0, -dy); y < Math.min(height, height - dy); y++) {
      const row = plane + y * width;
      out.set(data.subarray(row + from, row + to), row + dy * width + from + dx);
    }
  }
  return tensor('uint8', shape, out);
}

/** Shifts of the translation test in one direction: −most … most. */
export function offsetsUpTo(most: number): readonly number[] {
  return Array.from({ length: 2 * most + 1 }, (_, i) => i - most);
}

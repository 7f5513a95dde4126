import { numel } from '../tensor.js';

/** Calls `each` for every line of elements along `axis`: where it starts, the step, its length. */
export function alongAxis(
  shape: readonly number[],
  axis: number,
  each: (start: number, step: number, length: number) => void,
): void {
  const length = shape[axis]!;
  const step = numel(shape.slice(axis + 1));
  const outer = numel(shape.slice(0, axis));
  for (let o = 0; o < outer; o++) for (let s = 0; s < step; s++) each(o * length * step + s, step, length);
}

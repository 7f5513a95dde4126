import { OUTLINE } from './outline.js';

/**
 * The product of a vector of `OUTLINE` numbers at `from` with one at `other` of others. Four sums, because each
 * addition of a single one would wait for the one before.
 */
export function product(vectors: Float32Array, from: number, others: Float32Array, other: number): number {
  let first = 0;
  let second = 0;
  let third = 0;
  let fourth = 0;
  for (let i = 0; i < OUTLINE; i += 4) {
    first += vectors[from + i]! * others[other + i]!;
    second += vectors[from + i + 1]! * others[other + i + 1]!;
    third += vectors[from + i + 2]! * others[other + i + 2]!;
    fourth += vectors[from + i + 3]! * others[other + i + 3]!;
  }
  return first + second + (third + fourth);
}

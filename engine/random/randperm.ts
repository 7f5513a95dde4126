import type { Mt19937 } from './mt19937.js';
import { nextBelow } from './distributions.js';

/** The numbers 0 to n − 1 in random order, like `torch.randperm(n)`; n − 1 draws. */
export function randperm(gen: Mt19937, n: number): Uint32Array {
  return shuffle(gen, identity(n));
}

/** Shuffles in place, with the draws of `randperm`. */
export function shuffle<T extends Uint8Array | Uint32Array>(gen: Mt19937, order: T): T {
  const n = order.length;
  for (let i = 0; i < n - 1; i++) {
    const j = i + nextBelow(gen, n - i);
    const chosen = order[j]!;
    order[j] = order[i]!;
    order[i] = chosen;
  }
  return order;
}

/** The numbers 0 to n − 1 in order. */
export function identity(n: number): Uint32Array {
  return Uint32Array.from({ length: n }, (_, i) => i);
}

import type { Mt19937 } from './mt19937.js';

/** The numbers 0 to n − 1 in random order, as `torch.randperm(n)`; n − 1 draws. */
export function randperm(gen: Mt19937, n: number): Uint32Array {
  const order = identity(n);
  for (let i = 0; i < n - 1; i++) {
    const j = i + (gen.next() % (n - i));
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

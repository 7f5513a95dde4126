import { expect } from 'vitest';

/** Expects `|found − expected| ≤ absolute + relative · |expected|` everywhere, like torch.allclose. */
export function expectClose(
  found: ArrayLike<number>,
  expected: ArrayLike<number>,
  { relative, absolute = 0 }: { readonly relative: number; readonly absolute?: number },
): void {
  expect(found.length).toBe(expected.length);
  for (let i = 0; i < expected.length; i++) {
    const difference = Math.abs(found[i]! - expected[i]!);
    const allowed = absolute + relative * Math.abs(expected[i]!);
    if (!(difference <= allowed)) {
      expect.fail(`element ${i}: found ${found[i]}, expected ${expected[i]}, differ by ${difference}`);
    }
  }
}

import { expect } from 'vitest';
import { createHash } from 'node:crypto';
import { numel, tensor, type TensorOf } from '../tensor/tensor.js';

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

/** The part of a large array that a fixture stores: enough to prove that two are equal bit for bit. */
export interface Digest {
  readonly size: number;
  readonly first: readonly number[];
  /** Hexadecimal, over the little-endian bytes. */
  readonly sha256: string;
}

/** The digest of `data` with as many first elements as `like` has, for comparison with it. */
export function digestLike(like: Digest, data: Float32Array | Uint32Array): Digest {
  return {
    size: data.length,
    first: Array.from(data.subarray(0, like.first.length)),
    sha256: createHash('sha256').update(data).digest('hex'),
  };
}

/** Sines that scripts/fixtures/layers.py computes in the same way, so that inputs need not be stored. */
export function wave(shape: readonly number[], scale = 1, phase = 0): TensorOf<'float32'> {
  return tensor('float32', shape, Float32Array.from(waveNumbers(shape, scale, phase)));
}

/** The same in double precision, for gradient checks. */
export function wave64(shape: readonly number[], scale = 1, phase = 0): TensorOf<'float32'> {
  return tensor('float32', shape, Float64Array.from(waveNumbers(shape, scale, phase)));
}

function waveNumbers(shape: readonly number[], scale: number, phase: number): number[] {
  return Array.from({ length: numel(shape) }, (_, i) => scale * Math.sin(1 + 0.37 * i + phase));
}

import type { Mt19937 } from './mt19937.js';

/**
 * Fills `out` as `torch.Tensor.uniform_(from, to)`, one draw an element. The bounds are float32; the
 * value is computed in double and rounded once, as two roundings would differ in the last bit.
 * PyTorch: aten/src/ATen/core/TransformationHelper.h.
 */
export function uniform(gen: Mt19937, out: Float32Array, from: number, to: number): Float32Array {
  for (let i = 0; i < out.length; i++) out[i] = nextUniform(gen, from, to);
  return out;
}

/** The next float32 between `from` and `to`: one element of `uniform`. */
export function nextUniform(gen: Mt19937, from: number, to: number): number {
  const low = Math.fround(from);
  const width = Math.fround(Math.fround(to) - low);
  return Math.fround(nextFloat(gen) * width + low);
}

/** The next float32 in [0, 1): 24 bits of one draw. */
export function nextFloat(gen: Mt19937): number {
  return (gen.next() & 0xffffff) * 2 ** -24;
}

/** The next whole number from 0 to `n` − 1, as `torch.randint(0, n)`; n is at most 2³². */
export function nextBelow(gen: Mt19937, n: number): number {
  return gen.next() % n;
}

import type { Mt19937 } from './mt19937.js';

/**
 * Fills `out` as `torch.Tensor.uniform_(from, to)`, one draw an element. The bounds are float32; the
 * value is computed in double and rounded once, as two roundings would differ in the last bit.
 * PyTorch: aten/src/ATen/core/TransformationHelper.h.
 */
export function uniform(gen: Mt19937, out: Float32Array, from: number, to: number): Float32Array {
  const low = Math.fround(from);
  const width = Math.fround(Math.fround(to) - low);
  for (let i = 0; i < out.length; i++) out[i] = nextFloat(gen) * width + low;
  return out;
}

/** The next float32 in [0, 1): 24 bits of one draw. */
export function nextFloat(gen: Mt19937): number {
  return (gen.next() & 0xffffff) * 2 ** -24;
}

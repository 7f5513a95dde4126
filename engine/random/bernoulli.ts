import type { Mt19937 } from './mt19937.js';

/**
 * Fills `out` with ones of probability `p`, else zeros, as `torch.Tensor.bernoulli_(p)`: two draws an
 * element, compared as doubles. `nn.Dropout(q)` multiplies by such a mask with p = 1 − q, divided by p.
 * PyTorch built with Intel's MKL (the pip wheels, on Intel CPUs) draws its masks from another generator,
 * so there a network with Dropout gets other masks of the same distribution.
 * PyTorch: aten/src/ATen/native/cpu/DistributionKernels.cpp.
 */
export function bernoulli(gen: Mt19937, out: Float32Array, p: number): Float32Array {
  for (let i = 0; i < out.length; i++) out[i] = gen.nextDouble() < p ? 1 : 0;
  return out;
}

import { logFloat, sinCosFloat } from './floatMath.js';
import type { Mt19937 } from './mt19937.js';

/**
 * Fills `out` like `torch.Tensor.uniform_(from, to)`, one draw per element. The bounds are float32; the
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

/** The next whole number from 0 to `n` − 1, like `torch.randint(0, n)`; n is at most 2³². */
export function nextBelow(gen: Mt19937, n: number): number {
  return gen.next() % n;
}

/**
 * Fills `out` with ones with probability `p`, else zeros, like `torch.Tensor.bernoulli_(p)`: two draws per
 * element, compared as doubles. `nn.Dropout(q)` multiplies by such a mask with p = 1 − q, divided by p.
 * PyTorch built with Intel's MKL (the pip wheels, on Intel CPUs) draws its masks from another generator,
 * so there a network with Dropout gets different masks of the same distribution.
 * PyTorch: aten/src/ATen/native/cpu/DistributionKernels.cpp.
 */
export function bernoulli(gen: Mt19937, out: Float32Array, p: number): Float32Array {
  for (let i = 0; i < out.length; i++) out[i] = gen.nextDouble() < p ? 1 : 0;
  return out;
}

const BLOCK = 16;
const HALF = BLOCK / 2;
const TWO_PI = Math.fround(2 * Math.PI);

/**
 * Fills `out` like `torch.Tensor.normal_(mean, std)` on a CPU with AVX2: the Box–Muller transform, in
 * blocks of 16 in float32, or in pairs in double when there are fewer than 16 elements.
 * PyTorch: aten/src/ATen/native/cpu/DistributionTemplates.h.
 */
export function normal(gen: Mt19937, out: Float32Array, mean: number, std: number): Float32Array {
  if (out.length < BLOCK) {
    for (let i = 0; i < out.length; i++) out[i] = nextNormal(gen) * std + mean;
    return out;
  }
  const meanFloat = Math.fround(mean);
  const stdFloat = Math.fround(std);
  for (let i = 0; i < out.length; i++) out[i] = nextFloat(gen);
  for (let i = 0; i + BLOCK <= out.length; i += BLOCK) transformBlock(out, i, meanFloat, stdFloat);
  if (out.length % BLOCK !== 0) {
    // PyTorch redraws the last 16, over values that are already normal.
    const start = out.length - BLOCK;
    for (let i = start; i < out.length; i++) out[i] = nextFloat(gen);
    transformBlock(out, start, meanFloat, stdFloat);
  }
  return out;
}

/** One standard normal double; every second call returns the pair's other half, which the generator stores. */
function nextNormal(gen: Mt19937): number {
  if (gen.spareNormal !== null) {
    const spare = gen.spareNormal;
    gen.spareNormal = null;
    return spare;
  }
  const theta = 2 * Math.PI * gen.nextDouble();
  const radius = Math.sqrt(-2 * Math.log1p(-gen.nextDouble()));
  gen.spareNormal = radius * Math.sin(theta);
  return radius * Math.cos(theta);
}

/** Transforms the 16 uniform numbers at `start` into normal ones: element j is paired with j + 8. */
function transformBlock(out: Float32Array, start: number, mean: number, std: number): void {
  for (let j = start; j < start + HALF; j++) {
    // 1 − u lies in (0, 1], so that the logarithm is finite.
    const radius = Math.fround(Math.sqrt(-2 * logFloat(1 - out[j]!)));
    const { sin, cos } = sinCosFloat(Math.fround(TWO_PI * out[j + HALF]!));
    out[j] = Math.fround(radius * cos) * std + mean;
    out[j + HALF] = Math.fround(radius * sin) * std + mean;
  }
}

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

/**
 * Logarithm, sine and cosine in float32 with exactly the roundings of PyTorch's AVX2 kernels, so that
 * normal numbers agree to the last bit. The polynomials are those of Moshier's Cephes library (logf.c,
 * sinf.c; https://www.netlib.org/cephes/); the order of the operations is that of
 * aten/src/ATen/native/cpu/avx_mathfun.h, where the compiler fuses a product with the sum that uses it.
 */

const { fround } = Math;
const SQRT_HALF = fround(Math.SQRT1_2);
const FOUR_OVER_PI = fround(4 / Math.PI);
/** ln 2 in two parts; the high one is exact in few bits. */
const LN2_HIGH = 0.693359375;
const LN2_LOW = fround(-2.1219444e-4);
/** −π/4 in three parts: the reduction stays exact. */
const MINUS_QUARTER_PI = [-0.78515625, -2.4187564849853515625e-4, -3.774894977445941e-8].map(fround);
const LOG_COEFFICIENTS = [
  7.0376836292e-2, -1.151461031e-1, 1.167699874e-1, -1.2420140846e-1, 1.4249322787e-1, -1.6668057665e-1,
  2.0000714765e-1, -2.4999993993e-1, 3.3333331174e-1,
].map(fround);
const SIN_COEFFICIENTS = [-1.9515295891e-4, 8.3321608736e-3, -1.6666654611e-1].map(fround);
const COS_COEFFICIENTS = [2.443315711809948e-5, -1.388731625493765e-3, 4.166664568298827e-2].map(fround);

/**
 * `a·b + c` of float32 numbers. The product is exact in double; the sum is rounded to double before it is
 * rounded to float32, which a fused instruction does not do: about one result in 2²⁹ differs by a bit.
 */
function fused(a: number, b: number, c: number): number {
  return fround(a * b + c);
}

function horner(coefficients: readonly number[], x: number): number {
  return coefficients.reduce((sum, coefficient) => fused(sum, x, coefficient));
}

/** Natural logarithm of a normal float32 number x > 0. */
function logFloat(x: number): number {
  // x = m · 2^e with m in [√½, √2); doubles hold the float exactly.
  let exponent = Math.floor(Math.log2(x)) + 1;
  let mantissa = x * 2 ** -exponent;
  if (mantissa < SQRT_HALF) {
    exponent -= 1;
    mantissa *= 2;
  }
  const t = fround(mantissa - 1);
  const square = fround(t * t);
  const cubic = fround(horner(LOG_COEFFICIENTS, t) * t);
  const tail = fused(-0.5, square, fused(cubic, square, fround(exponent * LN2_LOW)));
  return fused(exponent, LN2_HIGH, fround(t + tail));
}

/** Sine and cosine of a float32 angle from 0 to 2π. */
function sinCosFloat(angle: number): { readonly sin: number; readonly cos: number } {
  // The nearest even number of eighths of a circle; the rest lies within ±π/4.
  const octant = (Math.trunc(fround(angle * FOUR_OVER_PI)) + 1) & ~1;
  const rest = MINUS_QUARTER_PI.reduce((sum, part) => fused(octant, part, sum), angle);
  const square = fround(rest * rest);
  const cosTail = fround(horner(COS_COEFFICIENTS, square) * square);
  const cosRest = fround(fused(cosTail, square, -0.5 * square) + 1);
  const sinRest = fused(fround(horner(SIN_COEFFICIENTS, square) * square), rest, rest);
  const swapped = (octant & 2) !== 0;
  const sin = swapped ? cosRest : sinRest;
  const cos = swapped ? sinRest : cosRest;
  return { sin: octant & 4 ? -sin : sin, cos: (octant + 2) & 4 ? -cos : cos };
}

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

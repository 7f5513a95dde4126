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
export function logFloat(x: number): number {
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
export function sinCosFloat(angle: number): { readonly sin: number; readonly cos: number } {
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

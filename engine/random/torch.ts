import { failure, invariant } from '../base/problem.js';

const SIZE = 624;
const SHIFT = 397;
const STATE_PATTERN = new RegExp(`^[0-9a-f]{${8 * SIZE}}$`);

/** The state of a generator, as JSON: a checkpoint stores it so that a run resumes bit for bit. */
export interface Mt19937State {
  /** The 624 words, eight hexadecimal digits each. */
  readonly words: string;
  /** Number of words already used, 0 to 624. */
  readonly used: number;
  /** The unused second half of a Box–Muller pair, which PyTorch's generator keeps too. */
  readonly spareNormal: number | null;
}

/**
 * The Mersenne Twister behind `torch.manual_seed` on the CPU: the same seed gives the same bits.
 * Matsumoto and Nishimura, "Mersenne Twister: a 623-dimensionally equidistributed uniform pseudo-random
 * number generator", 1998; PyTorch: aten/src/ATen/core/MT19937RNGEngine.h.
 */
export class Mt19937 {
  /** Set by `normal`, which draws numbers in pairs when asked for fewer than 16. */
  spareNormal: number | null = null;
  readonly #words: Uint32Array;
  #used: number;

  private constructor(words: Uint32Array, used: number) {
    this.#words = words;
    this.#used = used;
  }

  /** Like `torch.manual_seed(seed)`, for any safe integer; only the low 32 bits count. */
  static fromSeed(seed: number): Mt19937 {
    invariant(Number.isSafeInteger(seed), `the seed is a whole number within ±2^53, not ${seed}`);
    const words = new Uint32Array(SIZE);
    words[0] = seed >>> 0;
    for (let i = 1; i < SIZE; i++) {
      const previous = words[i - 1]!;
      words[i] = Math.imul(1812433253, previous ^ (previous >>> 30)) + i;
    }
    return new Mt19937(words, SIZE);
  }

  /** Continues from a saved `state()`. Throws `bad-checkpoint` when the state is damaged. */
  static fromState(state: Mt19937State): Mt19937 {
    const { words, used, spareNormal } = state;
    const usedIsValid = Number.isInteger(used) && used >= 0 && used <= SIZE;
    const spareIsValid = spareNormal === null || Number.isFinite(spareNormal);
    if (!STATE_PATTERN.test(words) || !usedIsValid || !spareIsValid) {
      throw failure('bad-checkpoint/random-state', {});
    }
    const generator = new Mt19937(
      Uint32Array.from({ length: SIZE }, (_, i) => Number.parseInt(words.slice(8 * i, 8 * i + 8), 16)),
      used,
    );
    generator.spareNormal = spareNormal;
    return generator;
  }

  /** A snapshot that later draws do not change. */
  state(): Mt19937State {
    const words = Array.from(this.#words, (word) => word.toString(16).padStart(8, '0')).join('');
    return { words, used: this.#used, spareNormal: this.spareNormal };
  }

  /** The next 32 bits, 0 to 2³² − 1: PyTorch's `random()`. */
  next(): number {
    if (this.#used === SIZE) this.#twist();
    let y = this.#words[this.#used++]!;
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c5680;
    y ^= (y << 15) & 0xefc60000;
    return (y ^ (y >>> 18)) >>> 0;
  }

  /** The next 53 bits as a double in [0, 1): the low 53 of PyTorch's `random64()`, whose first draw is the high half. */
  nextDouble(): number {
    const high = this.next() & 0x1fffff;
    return (high * 2 ** 32 + this.next()) * 2 ** -53;
  }

  /** The low half of PyTorch's `random64()`, used to seed another generator: the second of two draws. */
  nextSeed(): number {
    this.next();
    return this.next();
  }

  #twist(): void {
    // Three parts rather than an index modulo 624: a third less time per draw.
    const words = this.#words;
    const wrap = SIZE - SHIFT;
    for (let i = 0; i < wrap; i++) words[i] = words[i + SHIFT]! ^ mix(words[i]!, words[i + 1]!);
    for (let i = wrap; i < SIZE - 1; i++) words[i] = words[i - wrap]! ^ mix(words[i]!, words[i + 1]!);
    words[SIZE - 1] = words[SHIFT - 1]! ^ mix(words[SIZE - 1]!, words[0]!);
    this.#used = 0;
  }
}

/** The top bit of one word and the rest of the next, times the generator's matrix. */
function mix(word: number, following: number): number {
  const joined = (word & 0x80000000) | (following & 0x7fffffff);
  return (joined >>> 1) ^ (-(following & 1) & 0x9908b0df);
}

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

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

import { Mt19937 } from '../../random/mt19937.js';
import { normal } from '../../random/normal.js';
import { OUTLINE } from './outline.js';

const BITS = 32;
const WORDS = 4;
/** Bits that may differ in the first word, and in all of them. See `Signatures`. */
const MOST_FIRST = 11;
const MOST = 35;
const SEED = 0;

/**
 * On which side of 128 random planes each outline lies (Charikar 2002, "Similarity estimation techniques from
 * rounding algorithms"): a bit differs with probability angle/π. Outlines whose product is 0.85 differ in
 * 23 ± 4 bits, unrelated ones in 64 ± 6, so that a glance at a word or four spares nearly all products. The
 * limits let about one in a hundred pairs at that edge slip, and hardly any nearer ones.
 */
export class Signatures {
  /** `[WORDS][count]`. */
  readonly #words: readonly Int32Array[];

  constructor(outlines: Float32Array) {
    const generator = Mt19937.fromSeed(SEED);
    const planes = Array.from({ length: WORDS * BITS }, () =>
      normal(generator, new Float32Array(OUTLINE), 0, 1),
    );
    this.#words = Array.from({ length: WORDS }, (_, word) =>
      signature(outlines, planes.slice(word * BITS, (word + 1) * BITS)),
    );
  }

  /** The rows below `row` that may be like it. */
  below(row: number): number[] {
    const [first, second, third, fourth] = this.#words as [Int32Array, Int32Array, Int32Array, Int32Array];
    const [a, b, c, d] = [first[row]!, second[row]!, third[row]!, fourth[row]!];
    const found: number[] = [];
    for (let i = 0; i < row; i++) {
      let different = ones(a ^ first[i]!);
      if (different > MOST_FIRST) continue;
      different += ones(b ^ second[i]!) + ones(c ^ third[i]!) + ones(d ^ fourth[i]!);
      if (different <= MOST) found.push(i);
    }
    return found;
  }
}

/** One word for each outline. */
function signature(outlines: Float32Array, planes: readonly Float32Array[]): Int32Array {
  return Int32Array.from({ length: outlines.length / OUTLINE }, (_, row) => {
    const outline = outlines.subarray(row * OUTLINE, (row + 1) * OUTLINE);
    return planes.reduce((word, plane, bit) => word | (Number(dot(plane, outline) > 0) << bit), 0);
  });
}

/** The bits of a word that are set (Warren, "Hacker's Delight", 5–1). */
function ones(word: number): number {
  let x = word - ((word >>> 1) & 0x55555555);
  x = (x & 0x33333333) + ((x >>> 2) & 0x33333333);
  return Math.imul((x + (x >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < OUTLINE; i++) sum += a[i]! * b[i]!;
  return sum;
}

import { Mt19937 } from '../../random/mt19937.js';
import { normal } from '../../random/normal.js';
import { OUTLINE } from './outline.js';
import { product } from './product.js';

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
  readonly #mirrored: readonly Int32Array[];

  constructor(outlines: Float32Array, mirrored: Float32Array) {
    const generator = Mt19937.fromSeed(SEED);
    const planes = Array.from({ length: WORDS * BITS }, () =>
      normal(generator, new Float32Array(OUTLINE), 0, 1),
    );
    const words = (seen: Float32Array) =>
      Array.from({ length: WORDS }, (_, word) =>
        signature(seen, planes.slice(word * BITS, (word + 1) * BITS)),
      );
    this.#words = words(outlines);
    this.#mirrored = words(mirrored);
  }

  /** The rows below `row` that may be like it as it is, and like its mirror image. */
  below(row: number): { readonly same: number[]; readonly mirrored: number[] } {
    const [same, mirrored]: [number[], number[]] = [[], []];
    const first = this.#words[0]!;
    const [word, turned] = [first[row]!, this.#mirrored[0]![row]!];
    for (let i = 0; i < row; i++) {
      const other = first[i]!;
      // A glance at one word spares most of the rest.
      const different = ones(word ^ other);
      if (different <= MOST_FIRST && this.#agree(this.#words, row, i, different)) same.push(i);
      const turnedDifferent = ones(turned ^ other);
      if (turnedDifferent <= MOST_FIRST && this.#agree(this.#mirrored, row, i, turnedDifferent))
        mirrored.push(i);
    }
    return { same, mirrored };
  }

  /** Whether all words are near, of which the first differs in some bits. */
  #agree(words: readonly Int32Array[], row: number, other: number, differentInFirst: number): boolean {
    let different = differentInFirst;
    for (let word = 1; word < WORDS; word++)
      different += ones(words[word]![row]! ^ this.#words[word]![other]!);
    return different <= MOST;
  }
}

/** One word for each outline. */
function signature(outlines: Float32Array, planes: readonly Float32Array[]): Int32Array {
  const words = new Int32Array(outlines.length / OUTLINE);
  planes.forEach((plane, bit) => {
    for (let row = 0; row < words.length; row++) {
      if (product(plane, 0, outlines, row * OUTLINE) > 0) words[row]! |= 1 << bit;
    }
  });
  return words;
}

/** The bits of a word that are set (Warren, "Hacker's Delight", 5–1). */
function ones(word: number): number {
  let x = word - ((word >>> 1) & 0x55555555);
  x = (x & 0x33333333) + ((x >>> 2) & 0x33333333);
  return Math.imul((x + (x >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

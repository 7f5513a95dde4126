import { Mt19937 } from '../../random/mt19937.js';
import { normal } from '../../random/distributions.js';
import { imageBytes, type Pixels } from '../imageSet.js';
import { mirror, shrink } from './planes.js';

const SIDE = 8;
const PLANE = SIDE * SIDE;
/** Grayscale images repeat their plane three times. */
const PLANES = 3;
const THUMBNAIL = PLANES * PLANE;

/** Pairs whose thumbnails agree less are not compared in detail. */
const LEAST_AGREEMENT = 0.85;
/** Limit of neighbors of one image: the frames of a video would make millions of pairs. */
const MOST_OF_ONE = 64;

/** Images that may be similar to another one, as it is or mirrored, lower rows first. */
export interface Alike {
  readonly same: readonly number[];
  readonly mirrored: readonly number[];
}

/** Finds images whose thumbnails agree. */
export class Candidates {
  readonly count: number;
  readonly #thumbnails: Float32Array;
  readonly #mirrored: Float32Array;
  readonly #signatures: Signatures;

  constructor(pixels: Pixels) {
    this.#thumbnails = thumbnails(pixels);
    this.#mirrored = mirror(this.#thumbnails, SIDE, new Float32Array(this.#thumbnails.length));
    this.#signatures = new Signatures(this.#thumbnails, this.#mirrored);
    this.count = this.#thumbnails.length / THUMBNAIL;
  }

  /** The rows below `row` that may be similar to it, except those in `leftOut`. */
  below(row: number, leftOut: ReadonlySet<number>): Alike {
    const { same, mirrored } = this.#signatures.below(row);
    const near = (rows: readonly number[], thumbnailsOfRow: Float32Array) =>
      rows
        .filter(
          (other) =>
            !leftOut.has(other) &&
            dotProduct(this.#thumbnails, other * THUMBNAIL, thumbnailsOfRow, row * THUMBNAIL) >=
              LEAST_AGREEMENT,
        )
        .slice(0, MOST_OF_ONE);
    return { same: near(same, this.#thumbnails), mirrored: near(mirrored, this.#mirrored) };
  }
}

/**
 * The thumbnails of all images, `[count, THUMBNAIL]`: 8×8 pictures normalized for brightness and contrast, as
 * vectors of length 1. Two images are similar if the product of their thumbnails is near 1. An image of one
 * color has a thumbnail of zeros, which is similar to no other.
 */
function thumbnails({ images, side, channels }: Pixels): Float32Array {
  const size = imageBytes({ side, channels });
  const plane = side * side;
  const count = images.length / size;
  const found = new Float32Array(count * THUMBNAIL);
  for (let row = 0; row < count; row++) {
    const own = found.subarray(row * THUMBNAIL, (row + 1) * THUMBNAIL);
    for (let i = 0; i < PLANES; i++) {
      const from = row * size + (i % channels) * plane;
      shrink(images.subarray(from, from + plane), side, SIDE, own.subarray(i * PLANE, (i + 1) * PLANE));
    }
    normalize(own);
  }
  return found;
}

function normalize(vector: Float32Array): void {
  let sum = 0;
  let squares = 0;
  for (const value of vector) {
    sum += value;
    squares += value * value;
  }
  const mean = sum / vector.length;
  const length = Math.sqrt(Math.max(squares - sum * mean, 0));
  // Rounding alone gives an image of one color a length of a few millionths.
  const scale = length < 1e-3 ? 0 : 1 / length;
  for (let i = 0; i < vector.length; i++) vector[i] = (vector[i]! - mean) * scale;
}

/**
 * The product of a vector of `THUMBNAIL` numbers at `from` with one at `other` of others. Four sums, because with a
 * single one each addition would wait for the previous one.
 */
function dotProduct(vectors: Float32Array, from: number, others: Float32Array, other: number): number {
  let first = 0;
  let second = 0;
  let third = 0;
  let fourth = 0;
  for (let i = 0; i < THUMBNAIL; i += 4) {
    first += vectors[from + i]! * others[other + i]!;
    second += vectors[from + i + 1]! * others[other + i + 1]!;
    third += vectors[from + i + 2]! * others[other + i + 2]!;
    fourth += vectors[from + i + 3]! * others[other + i + 3]!;
  }
  return first + second + (third + fourth);
}

const BITS = 32;
const WORDS = 4;
/** Bits that may differ in the first word, and in all of them. See `Signatures`. */
const MOST_FIRST = 11;
const MOST = 35;
const SEED = 0;

/**
 * The side of 128 random planes on which each thumbnail lies (Charikar 2002, "Similarity estimation techniques from
 * rounding algorithms"): a bit differs with probability angle/π. Thumbnails whose product is 0.85 differ in
 * 23 ± 4 bits, unrelated ones in 64 ± 6, so comparing one to four words avoids nearly all products. The
 * limits miss about one in a hundred pairs at that threshold, and hardly any closer ones.
 */
class Signatures {
  /** `[WORDS][count]`. */
  readonly #words: readonly Int32Array[];
  readonly #mirrored: readonly Int32Array[];

  constructor(thumbnails: Float32Array, mirrored: Float32Array) {
    const generator = Mt19937.fromSeed(SEED);
    const planes = Array.from({ length: WORDS * BITS }, () =>
      normal(generator, new Float32Array(THUMBNAIL), 0, 1),
    );
    const words = (seen: Float32Array) =>
      Array.from({ length: WORDS }, (_, word) =>
        signature(seen, planes.slice(word * BITS, (word + 1) * BITS)),
      );
    this.#words = words(thumbnails);
    this.#mirrored = words(mirrored);
  }

  /** The rows below `row` that may be similar to it or to its mirror image. */
  below(row: number): Alike {
    const [same, mirrored]: [number[], number[]] = [[], []];
    const first = this.#words[0]!;
    const [word, mirroredWord] = [first[row]!, this.#mirrored[0]![row]!];
    for (let i = 0; i < row; i++) {
      const other = first[i]!;
      // Comparing one word rules out most rows.
      const different = ones(word ^ other);
      if (different <= MOST_FIRST && this.#agree(this.#words, row, i, different)) same.push(i);
      const differentMirrored = ones(mirroredWord ^ other);
      if (differentMirrored <= MOST_FIRST && this.#agree(this.#mirrored, row, i, differentMirrored)) {
        mirrored.push(i);
      }
    }
    return { same, mirrored };
  }

  /** True if all words are close, given the number of bits in which the first one differs. */
  #agree(words: readonly Int32Array[], row: number, other: number, differentInFirst: number): boolean {
    let different = differentInFirst;
    for (let word = 1; word < WORDS; word++)
      different += ones(words[word]![row]! ^ this.#words[word]![other]!);
    return different <= MOST;
  }
}

/** One word for each thumbnail. */
function signature(thumbnails: Float32Array, planes: readonly Float32Array[]): Int32Array {
  const words = new Int32Array(thumbnails.length / THUMBNAIL);
  planes.forEach((plane, bit) => {
    for (let row = 0; row < words.length; row++) {
      if (dotProduct(plane, 0, thumbnails, row * THUMBNAIL) > 0) words[row]! |= 1 << bit;
    }
  });
  return words;
}

/** The number of set bits of a word (Warren, "Hacker's Delight", 5–1). */
function ones(word: number): number {
  let x = word - ((word >>> 1) & 0x55555555);
  x = (x & 0x33333333) + ((x >>> 2) & 0x33333333);
  return Math.imul((x + (x >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

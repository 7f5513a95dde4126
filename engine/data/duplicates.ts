import { Mt19937, normal } from '../random/torch.js';
import { imageBytes, type ImageForm, type Pixels } from './imageSet.js';

/** Two images with the same content. */
export interface DuplicatePair {
  /** Rows of the data set, the lower first. */
  readonly a: number;
  readonly b: number;
  /** Agreement of their details, up to 1; exactly 1 if they are equal byte for byte. */
  readonly likeness: number;
  /** One is a mirror image of the other. */
  readonly mirrored: boolean;
}

/** Partial results of a search, and its progress. */
export interface DuplicatesFound {
  readonly pairs: readonly DuplicatePair[];
  /** 0 to 1. */
  readonly share: number;
}

/** Pairs below this are different images; see docs/decisions.md for where the numbers come from. */
export const LEAST_LIKENESS = 0.75;
/** Comparisons before the search yields: a few hundredths of a second of work. */
const PART = 4_000_000;
const WORK_OF_LIKENESS = 2000;
const MOST_ALIKE = 0.9999;

/**
 * Finds images that are equal, or the same picture with different colors, contrast or sharpness, mirrored or
 * shifted by a few pixels, among all pairs of images. Pairs with the last images, those of the test split, come
 * first. Yields after each part, so that a caller can show results, pause and stop.
 */
export function* searchDuplicates(pixels: Pixels): Generator<DuplicatesFound> {
  const equal = equalPairs(pixels);
  // A copy is as similar to others as its original: one of them is enough.
  const copies = new Set(equal.map(([, copy]) => copy));
  yield { pairs: equal.map(([a, b]) => ({ a, b, likeness: 1, mirrored: false })), share: 0 };
  const candidates = new Candidates(pixels);
  const details = new Details(pixels);
  const { count } = candidates;
  let pairs: DuplicatePair[] = [];
  let work = 0;
  for (let b = count - 1; b >= 0; b--) {
    if (copies.has(b)) continue;
    const { same, mirrored } = candidates.below(b, copies);
    const found = new Map<number, DuplicatePair>();
    for (const [isMirrored, rows] of [
      [false, same],
      [true, mirrored],
    ] as const) {
      for (const a of rows) {
        const likeness = details.likeness(a, b, isMirrored);
        // For a picture that is its own mirror image, only the better match is reported.
        if (likeness < Math.max(LEAST_LIKENESS, found.get(a)?.likeness ?? 0)) continue;
        // Images that are not equal never get a likeness of 1, however similar they are.
        found.set(a, { a, b, likeness: Math.min(likeness, MOST_ALIKE), mirrored: isMirrored });
      }
    }
    pairs.push(...found.values());
    work += b + (same.length + mirrored.length) * WORK_OF_LIKENESS;
    if (work > PART) {
      yield { pairs, share: 1 - (b / count) ** 2 };
      pairs = [];
      work = 0;
    }
  }
  yield { pairs, share: 1 };
}

/** Pairs of images that are equal byte for byte: each copy with its first occurrence. */
function equalPairs({ images, ...form }: Pixels): [number, number][] {
  const size = imageBytes(form);
  const firsts = new Map<number, number[]>();
  const pairs: [number, number][] = [];
  for (let row = 0; row * size < images.length; row++) {
    const image = images.subarray(row * size, (row + 1) * size);
    const hash = hashOf(image);
    const alike = firsts.get(hash) ?? [];
    const first = alike.find((one) => equal(images.subarray(one * size, (one + 1) * size), image));
    if (first === undefined) firsts.set(hash, [...alike, row]);
    else pairs.push([first, row]);
  }
  return pairs;
}

/** FNV-1a. Images that share it are compared byte by byte. */
function hashOf(bytes: Uint8Array): number {
  let hash = 0x811c9dc5;
  for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash;
}

function equal(a: Uint8Array, b: Uint8Array): boolean {
  return a.every((byte, i) => byte === b[i]);
}

const THUMBNAIL_SIDE = 8;
const PLANE = THUMBNAIL_SIDE * THUMBNAIL_SIDE;
/** Grayscale images repeat their plane three times. */
const PLANES = 3;
const THUMBNAIL = PLANES * PLANE;

/** Pairs whose thumbnails agree less are not compared in detail. */
const LEAST_AGREEMENT = 0.85;
/** Limit of neighbors of one image: the frames of a video would make millions of pairs. */
const MOST_OF_ONE = 64;

/** Images that may be similar to another one, as it is or mirrored, lower rows first. */
interface Alike {
  readonly same: readonly number[];
  readonly mirrored: readonly number[];
}

/** Finds images whose thumbnails agree. */
class Candidates {
  readonly count: number;
  readonly #thumbnails: Float32Array;
  readonly #mirrored: Float32Array;
  readonly #signatures: Signatures;

  constructor(pixels: Pixels) {
    this.#thumbnails = thumbnails(pixels);
    this.#mirrored = mirror(this.#thumbnails, THUMBNAIL_SIDE, new Float32Array(this.#thumbnails.length));
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
      shrink(
        images.subarray(from, from + plane),
        side,
        THUMBNAIL_SIDE,
        own.subarray(i * PLANE, (i + 1) * PLANE),
      );
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

/** Side of the reduced pictures whose details are compared. */
const DETAIL_SIDE = 32;
const DETAIL = DETAIL_SIDE * DETAIL_SIDE;
/** Blur radii in pixels: finer structure than the first is noise, coarser than the second is composition. */
const FINE = 1;
const COARSE = 4;
/** Maximum shift in pixels to align two pictures. */
const REACH = 4;

/** The details of images, computed on demand. */
class Details {
  readonly #known: (Float32Array | undefined)[] = [];
  readonly #mirrored: (Float32Array | undefined)[] = [];

  constructor(private readonly pixels: Pixels) {}

  /**
   * The agreement of the details of two images, −1 to 1, at the shift where they agree best; the second one is
   * mirrored if `mirrored` is set. Brightness, contrast and color do not matter. Hill climbing from zero finds the
   * shift: because details are blurred, their agreement increases steadily along the way.
   */
  likeness(a: number, b: number, mirrored: boolean): number {
    const [one, other] = [this.#of(a), mirrored ? this.#ofMirrored(b) : this.#of(b)];
    let [x, y] = [0, 0];
    let best = agreement(one, other, 0, 0);
    for (let improved = best > HOPELESS; improved;) {
      improved = false;
      for (const [dx, dy] of STEPS) {
        const [nextX, nextY] = [x + dx, y + dy];
        if (Math.abs(nextX) > REACH || Math.abs(nextY) > REACH) continue;
        const found = agreement(one, other, nextX, nextY);
        if (found <= best) continue;
        [x, y, best, improved] = [nextX, nextY, found, true];
      }
    }
    return best;
  }

  #of(row: number): Float32Array {
    const { images, ...form } = this.pixels;
    const size = imageBytes(form);
    return (this.#known[row] ??= details(images.subarray(row * size, (row + 1) * size), form));
  }

  #ofMirrored(row: number): Float32Array {
    return (this.#mirrored[row] ??= mirror(this.#of(row), DETAIL_SIDE, new Float32Array(DETAIL)));
  }
}

/** Anything below this is rounding error. */
const NO_DETAIL = 0.1;
/** Pictures that agree less than this unshifted do not match at nearby shifts either. */
const HOPELESS = 0.3;
const STEPS = [
  [1, 0],
  [-1, 0],
  [0, 1],
  [0, -1],
] as const;

/** The product of two pictures where they overlap, the second one shifted, scaled to the full area. */
function agreement(a: Float32Array, b: Float32Array, x: number, y: number): number {
  const shift = y * DETAIL_SIDE + x;
  const bottom = DETAIL_SIDE + Math.min(0, y);
  let product = 0;
  for (let row = Math.max(0, y); row < bottom; row++) {
    const to = row * DETAIL_SIDE + DETAIL_SIDE + Math.min(0, x);
    for (let i = row * DETAIL_SIDE + Math.max(0, x); i < to; i++) product += a[i]! * b[i - shift]!;
  }
  return (product * DETAIL) / ((DETAIL_SIDE - Math.abs(x)) * (DETAIL_SIDE - Math.abs(y)));
}

/** Difference of two blurs of the brightness, `[DETAIL_SIDE, DETAIL_SIDE]`, as a vector of length 1; zeros without any detail. */
function details(image: Uint8Array, { side, channels }: ImageForm): Float32Array {
  const plane = side * side;
  const gray = new Float32Array(plane);
  for (let i = 0; i < channels * plane; i++) gray[i % plane]! += image[i]! / channels;
  const small = new Float32Array(DETAIL);
  shrink(gray, side, DETAIL_SIDE, small);
  const coarse = blur(small, COARSE);
  const between = blur(small, FINE).map((value, i) => value - coarse[i]!);
  const length = Math.sqrt(between.reduce((sum, value) => sum + value * value, 0));
  return length < NO_DETAIL ? new Float32Array(DETAIL) : between.map((value) => value / length);
}

/** The mean of the square of `2·radius + 1` pixels around each pixel; border pixels are repeated outside. */
function blur(picture: Float32Array, radius: number): Float32Array {
  return pass(pass(picture, radius, 1, DETAIL_SIDE), radius, DETAIL_SIDE, 1);
}

/** One direction of a blur: along `step`, line after line. */
function pass(picture: Float32Array, radius: number, step: number, line: number): Float32Array {
  const blurred = new Float32Array(DETAIL);
  for (let from = 0; from < DETAIL_SIDE; from++) {
    const at = (i: number) => picture[from * line + Math.min(Math.max(i, 0), DETAIL_SIDE - 1) * step]!;
    let sum = 0;
    for (let i = -radius; i <= radius; i++) sum += at(i);
    for (let i = 0; i < DETAIL_SIDE; i++) {
      blurred[from * line + i * step] = sum / (2 * radius + 1);
      sum += at(i + radius + 1) - at(i - radius);
    }
  }
  return blurred;
}

/**
 * Reduces a plane `[side, side]` to the means of `cells × cells` parts; a smaller plane repeats its pixels.
 * Writes into `into`, `[cells, cells]`.
 */
function shrink(plane: ArrayLike<number>, side: number, cells: number, into: Float32Array): void {
  for (let y = 0; y < cells; y++) {
    const [top, bottom] = part(y, side, cells);
    for (let x = 0; x < cells; x++) {
      const [left, right] = part(x, side, cells);
      let sum = 0;
      for (let row = top; row < bottom; row++) {
        for (let at = row * side + left; at < row * side + right; at++) sum += plane[at]!;
      }
      into[y * cells + x] = sum / ((bottom - top) * (right - left));
    }
  }
}

function part(cell: number, side: number, cells: number): readonly [number, number] {
  const from = Math.floor((cell * side) / cells);
  return [from, Math.max(Math.floor(((cell + 1) * side) / cells), from + 1)];
}

/** Mirrors planes `[count, side, side]` left to right, into `into`. */
function mirror<T extends Uint8Array | Float32Array>(planes: T, side: number, into: T): T {
  for (let row = 0; row < planes.length; row += side) {
    for (let x = 0; x < side; x++) into[row + x] = planes[row + side - 1 - x]!;
  }
  return into;
}

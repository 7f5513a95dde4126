import { imageBytes, type Pixels } from '../imageSet.js';
import { Candidates } from './candidates.js';
import { Details } from './details.js';

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
export function* findDuplicates(pixels: Pixels): Generator<DuplicatesFound> {
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

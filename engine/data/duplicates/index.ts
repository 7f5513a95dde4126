import { imageBytes, type Pixels } from '../imageSet.js';
import { Candidates } from './candidates.js';
import { Details } from './details.js';

/** Two images that show the same. */
export interface DuplicatePair {
  /** Rows of the data set, the lower first. */
  readonly a: number;
  readonly b: number;
  /** How well their details agree, up to 1; exactly 1 where they are equal byte for byte. */
  readonly likeness: number;
  /** Left and right are exchanged in one of them. */
  readonly mirrored: boolean;
}

/** A part of a search: what it found, and how much of the whole is done now. */
export interface DuplicatesFound {
  readonly pairs: readonly DuplicatePair[];
  /** 0 to 1. */
  readonly share: number;
}

/** Pairs below this are different images; see docs/decisions.md for where the numbers come from. */
export const LEAST_LIKENESS = 0.75;
/** Comparisons between two moments at which others may work: some hundredths of a second. */
const PART = 4_000_000;
const WORK_OF_LIKENESS = 2000;
const MOST_ALIKE = 0.9999;

/**
 * Finds images that are equal, or the same picture in other colors, contrast, sharpness, mirrored or a few pixels
 * aside, among all pairs of images: first those with the last images, which are the test split's. It gives
 * way after each part, so that a caller can show, wait and stop.
 */
export function* findDuplicates(pixels: Pixels): Generator<DuplicatesFound> {
  const equal = equalPairs(pixels);
  // A copy is as near to others as its original is: once is enough.
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
        // Of a picture that is its own mirror image, the better way is told.
        if (likeness < Math.max(LEAST_LIKENESS, found.get(a)?.likeness ?? 0)) continue;
        // What is not equal is not called so, however near it is.
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

/** Pairs of images that are equal byte for byte: each copy with the first of its kind. */
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

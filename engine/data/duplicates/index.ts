import type { Pixels } from '../imageSet.js';
import { Details } from './details.js';
import { equalPairs } from './equal.js';
import { mirroredOutlines, OUTLINE, outlines } from './outline.js';
import { product } from './product.js';
import { Signatures } from './signature.js';

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

/** Pairs whose outlines agree less are not looked at closely. */
const OUTLINES_AGREE = 0.85;
/** Pairs below this are different images; see docs/decisions.md for where the numbers come from. */
export const LEAST_LIKENESS = 0.75;
/** What is near to one image is not all listed: a film's frames would make millions of pairs. */
const MOST_OF_ONE = 64;
/** Comparisons between two moments at which others may work: some hundredths of a second. */
const PART = 4_000_000;
const WORK_OF_LIKENESS = 2000;
const MOST_ALIKE = 0.9999;

/**
 * Finds images that are equal, or the same picture in other colours, contrast, sharpness, mirrored or a few pixels
 * aside, among all pairs of images: first those with the last images, which are the test split's. It gives
 * way after each part, so that a caller can show, wait and stop.
 */
export function* findDuplicates(pixels: Pixels): Generator<DuplicatesFound> {
  const equal = equalPairs(pixels);
  // A copy is as near to others as its original is: once is enough.
  const copies = new Set(equal.map(([, copy]) => copy));
  yield { pairs: equal.map(([a, b]) => ({ a, b, likeness: 1, mirrored: false })), share: 0 };
  const seenFromAfar = outlines(pixels);
  const turned = mirroredOutlines(seenFromAfar);
  const signatures = new Signatures(seenFromAfar, turned);
  const details = new Details(pixels);
  const count = seenFromAfar.length / OUTLINE;
  let pairs: DuplicatePair[] = [];
  let work = 0;
  for (let b = count - 1; b >= 0; b--) {
    if (copies.has(b)) continue;
    const { same, mirrored } = signatures.below(b);
    const near = (found: readonly number[], outlinesOfB: Float32Array) =>
      found
        .filter(
          (a) =>
            !copies.has(a) && product(seenFromAfar, a * OUTLINE, outlinesOfB, b * OUTLINE) >= OUTLINES_AGREE,
        )
        .slice(0, MOST_OF_ONE);
    const [close, closeTurned] = [near(same, seenFromAfar), near(mirrored, turned)];
    const found = new Map<number, DuplicatePair>();
    for (const [isMirrored, rows] of [
      [false, close],
      [true, closeTurned],
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
    work += b + (close.length + closeTurned.length) * WORK_OF_LIKENESS;
    if (work > PART) {
      yield { pairs, share: 1 - (b / count) ** 2 };
      pairs = [];
      work = 0;
    }
  }
  yield { pairs, share: 1 };
}

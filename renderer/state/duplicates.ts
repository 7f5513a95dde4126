import { create } from 'zustand';
import type { DuplicatePair } from '../../engine/data/duplicates/index.js';
import { ask } from '../images/library.js';
import { notice } from './ui.js';

interface Duplicates {
  readonly state: 'never' | 'looking' | 'stopped' | 'done';
  /** Fraction of the comparisons done, 0 to 1. */
  readonly share: number;
  /** Pairs found so far, most similar first. */
  readonly pairs: readonly DuplicatePair[];
  /** Minimum likeness of the pairs shown, 0 to 1. */
  readonly atLeast: number;
  /** Show only pairs of a training and a test image. */
  readonly acrossOnly: boolean;
}

/** Below this, every second pair is a false match; see docs/decisions.md. */
const AT_LEAST = 0.9;

const NOTHING: Duplicates = { state: 'never', share: 0, pairs: [], atLeast: AT_LEAST, acrossOnly: false };

/** The search for duplicates in the loaded data set. */
export const useDuplicates = create<Duplicates>()(() => NOTHING);

/** The number of the current search; results of earlier ones are ignored. */
let search = 0;

/** Compares all images and shows matches as they are found. */
export async function findDuplicates(): Promise<void> {
  const own = ++search;
  useDuplicates.setState({ state: 'looking', share: 0, pairs: [] });
  try {
    await ask('duplicates', null, ({ pairs, share }) => {
      if (own !== search) return;
      const found = useDuplicates.getState().pairs;
      const sorted =
        pairs.length === 0 ? found : [...found, ...pairs].sort((a, b) => b.likeness - a.likeness);
      useDuplicates.setState({ pairs: sorted, share });
    });
    if (own === search) useDuplicates.setState({ state: 'done' });
  } catch (problem) {
    if (own === search) useDuplicates.setState({ state: 'stopped' });
    notice('bad', `The search for duplicates failed: ${(problem as Error).message}`);
  }
}

/** Ends the search and keeps its results. */
export function stopDuplicates(): void {
  search++;
  useDuplicates.setState({ state: 'stopped' });
  void ask('stopDuplicates', null);
}

/** Ends the search and discards its results, for a new data set. */
export function forgetDuplicates(): void {
  search++;
  useDuplicates.setState(NOTHING);
}

/** Returns whether a pair has an image from each split. */
export function isAcross({ a, b }: DuplicatePair, trainCount: number): boolean {
  return a < trainCount !== b < trainCount;
}

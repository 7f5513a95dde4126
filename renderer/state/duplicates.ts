import { create } from 'zustand';
import type { DuplicatePair } from '../../engine/data/duplicates/index.js';
import { ask } from '../images/library.js';
import { notice } from './ui.js';

interface Duplicates {
  readonly state: 'never' | 'looking' | 'stopped' | 'done';
  /** 0 to 1. */
  readonly share: number;
  /** What was found so far, most alike first. */
  readonly pairs: readonly DuplicatePair[];
  /** Pairs that are less alike are not shown. */
  readonly atLeast: number;
  /** Only pairs of a training and a test image. */
  readonly acrossOnly: boolean;
}

/** Below this every second pair is of different images; see docs/decisions.md. */
const AT_LEAST = 0.9;

const NOTHING: Duplicates = { state: 'never', share: 0, pairs: [], atLeast: AT_LEAST, acrossOnly: false };

/** The search for duplicates in the data set that is browsed. */
export const useDuplicates = create<Duplicates>()(() => NOTHING);

/** Which search is under way: what an older one still tells is not taken in. */
let search = 0;

/** Compares all images; what is found shows at once. */
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
    notice('bad', `Duplicates could not be looked for: ${(problem as Error).message}`);
  }
}

/** Ends the search; what it has found stays. */
export function stopDuplicates(): void {
  search++;
  useDuplicates.setState({ state: 'stopped' });
  void ask('stopDuplicates', null);
}

/** Another data set is browsed. */
export function forgetDuplicates(): void {
  search++;
  useDuplicates.setState(NOTHING);
}

/** Whether a pair has an image of each split. */
export function isAcross({ a, b }: DuplicatePair, trainCount: number): boolean {
  return a < trainCount !== b < trainCount;
}

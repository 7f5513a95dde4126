import { createStore } from 'zustand/vanilla';
import { problemOf } from '../../engine/base/problem.js';
import { messageOf } from '../../engine/text/index.js';
import type { DuplicatePair } from '../../engine/data/duplicates/index.js';
import { notice } from './ui.js';
import type { App } from '../app.js';

/** The search for duplicates in the loaded data set. */
export interface Duplicates {
  /** The number of the current search; results of earlier ones are ignored. */
  readonly search: number;
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

const NONE = { state: 'never', share: 0, pairs: [], atLeast: AT_LEAST, acrossOnly: false } as const;

/** Makes the store of the search for duplicates. */
export const createDuplicates = () => createStore<Duplicates>()(() => ({ ...NONE, search: 0 }));

/** Compares all images and shows matches as they are found. */
export async function findDuplicates(app: App): Promise<void> {
  const own = app.duplicates.getState().search + 1;
  const isCurrent = () => app.duplicates.getState().search === own;
  app.duplicates.setState({ search: own, state: 'looking', share: 0, pairs: [] });
  try {
    await app.images.ask('duplicates', null, ({ pairs, share }) => {
      if (!isCurrent()) return;
      const found = app.duplicates.getState().pairs;
      const sorted =
        pairs.length === 0 ? found : [...found, ...pairs].sort((a, b) => b.likeness - a.likeness);
      app.duplicates.setState({ pairs: sorted, share });
    });
    if (isCurrent()) app.duplicates.setState({ state: 'done' });
  } catch (error) {
    if (isCurrent()) app.duplicates.setState({ state: 'stopped' });
    notice(app, 'bad', `The search for duplicates failed: ${messageOf(problemOf(error))}`);
  }
}

/** Ends the search and keeps its results. */
export function stopDuplicates(app: App): void {
  app.duplicates.setState(({ search }) => ({ search: search + 1, state: 'stopped' }));
  void app.images.ask('stopDuplicates', null);
}

/** Ends the search and discards its results, for a new data set. */
export function forgetDuplicates(app: App): void {
  app.duplicates.setState(({ search }) => ({ ...NONE, search: search + 1 }));
}

/** Returns whether a pair has an image from each split. */
export function isAcross({ a, b }: DuplicatePair, trainCount: number): boolean {
  return a < trainCount !== b < trainCount;
}

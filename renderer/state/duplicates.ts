import { createStore } from 'zustand/vanilla';
import type { DuplicatePair, DuplicatesFound } from '../../engine/data/duplicates.js';
import { isImages } from '../../engine/project/samples.js';
import type { RunningJob } from '../jobs.js';
import { notice } from './ui.js';
import type { App } from '../app.js';

/** The search for duplicates in the loaded data set. */
export interface Duplicates {
  /** The search under way; results of earlier ones are ignored. */
  readonly job: RunningJob<'findDuplicates'> | null;
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

const NONE: Duplicates = {
  job: null,
  state: 'never',
  share: 0,
  pairs: [],
  atLeast: AT_LEAST,
  acrossOnly: false,
};

/** Makes the store of the search for duplicates. */
export const createDuplicates = () => createStore<Duplicates>()(() => NONE);

/** Compares all images and shows matches as they are found. */
export async function findDuplicates(app: App): Promise<void> {
  const data = app.document.getState().project?.data;
  if (!data || !isImages(data)) return;
  const isCurrent = () => app.duplicates.getState().job === job;
  const job: RunningJob<'findDuplicates'> = app.jobs.run(
    'findDuplicates',
    { source: data.source },
    { onProgress: (parts) => isCurrent() && parts.forEach((part) => addPairs(app, part)) },
  );
  app.duplicates.setState({ job, state: 'looking', share: 0, pairs: [] });
  try {
    await job.result;
    if (isCurrent()) app.duplicates.setState({ job: null, state: 'done' });
  } catch (problem) {
    if (isCurrent()) app.duplicates.setState({ job: null, state: 'stopped' });
    notice(app, 'bad', `The search for duplicates failed: ${(problem as Error).message}`);
  }
}

function addPairs(app: App, { pairs, share }: DuplicatesFound): void {
  const found = app.duplicates.getState().pairs;
  const sorted = pairs.length === 0 ? found : [...found, ...pairs].sort((a, b) => b.likeness - a.likeness);
  app.duplicates.setState({ pairs: sorted, share });
}

/** Ends the search and keeps its results. */
export function stopDuplicates(app: App): void {
  app.duplicates.getState().job?.stop();
  app.duplicates.setState({ job: null, state: 'stopped' });
}

/** Ends the search and discards its results, for a new data set. */
export function resetDuplicates(app: App): void {
  app.duplicates.getState().job?.stop();
  app.duplicates.setState(NONE);
}

/** Returns whether a pair has an image from each split. */
export function isAcross({ a, b }: DuplicatePair, trainCount: number): boolean {
  return a < trainCount !== b < trainCount;
}

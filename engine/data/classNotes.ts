import { problem, type Problem } from '../base/problem.js';
import type { ClassCount } from './imageSet.js';

/** The ratio of training images above which classes count as unbalanced. */
export const MAX_RATIO = 20;

/** Warnings about a single class, and about classes that are in one split only. */
export function coverageNotes(classes: readonly ClassCount[]): Problem[] {
  const notes: Problem[] = [];
  const named = (which: readonly ClassCount[]) => which.map(({ name }) => name);
  if (classes.length < 2) notes.push(problem('bad-data/one-class', {}));
  const untrained = classes.filter(({ train }) => train === 0);
  if (untrained.length > 0) notes.push(problem('bad-data/class-not-trained', { classes: named(untrained) }));
  const untested = classes.filter(({ test }) => test === 0);
  if (untested.length > 0 && untested.length < classes.length) {
    notes.push(problem('bad-data/class-not-tested', { classes: named(untested) }));
  }
  return notes;
}

/** Warnings about classes of images, with a balance that is worse than the largest ratio. */
export function classNotes(classes: readonly ClassCount[]): Problem[] {
  const notes = coverageNotes(classes);
  const bySize = classes.filter(({ train }) => train > 0).sort((a, b) => b.train - a.train);
  const [largest, smallest] = [bySize[0], bySize.at(-1)];
  if (largest && smallest && largest.train > MAX_RATIO * smallest.train) {
    const [most, least] = [largest.train, smallest.train];
    notes.push(
      problem('bad-data/unbalanced', { largest: largest.name, most, smallest: smallest.name, least }),
    );
  }
  return notes;
}

import { problem, type Problem } from '../base/problem.js';
import type { ClassCount } from './imageSet.js';

/** The ratio of training images above which classes count as unbalanced. */
export const MAX_RATIO = 20;

/** Names of splits, without the additions that only folders above classes have. */
const SPLIT = /^(train(ing)?|test(ing)?|val(id(ation)?)?|dev)$/i;

/** Warnings about classes of images, to be shown before training. */
export function classNotes(classes: readonly ClassCount[]): Problem[] {
  const notes: Problem[] = [];
  const named = (which: readonly ClassCount[]) => which.map(({ name }) => name);
  if (classes.length < 2) notes.push(problem('bad-data/one-class', {}));
  if (classes.length > 0 && classes.every(({ name }) => SPLIT.test(name))) {
    notes.push(problem('bad-data/classes-like-splits', { classes: named(classes) }));
  }
  const untrained = classes.filter(({ train }) => train === 0);
  if (untrained.length > 0) notes.push(problem('bad-data/class-not-trained', { classes: named(untrained) }));
  const untested = classes.filter(({ test }) => test === 0);
  if (untested.length > 0 && untested.length < classes.length) {
    notes.push(problem('bad-data/class-not-tested', { classes: named(untested) }));
  }
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

import type { Misread } from '../base/formula.js';
import type { Fix, Place, Problem, ProblemCode } from '../base/problem.js';
import { english } from './english/index.js';
import type { Sentences } from './language.js';
import { presentable } from './visible.js';

/** The sentence for a problem without its place, for views that show the place themselves. */
export function sentenceOf(problem: Problem): string {
  return sentenceFrom(english.sentences, problem) ?? problem.code;
}

/** A shorter sentence, to fit on a node of the canvas. */
export function headlineOf(problem: Problem): string {
  return sentenceFrom(english.headlines, problem) ?? sentenceOf(problem);
}

/** The sentence for a problem, prefixed with its place. */
export function messageOf(problem: Problem): string {
  const sentence = sentenceOf(problem);
  return problem.where ? `${placeText(problem.where)}: ${sentence}` : sentence;
}

/** The name of a place. */
export function placeText(place: Place): string {
  return (english.places[place.kind] as (place: Place) => string)(presentable(place));
}

/** The label of a button that applies a fix. */
export function fixLabel(fix: Fix): string {
  return (english.fixes[fix.kind] as (fix: Fix) => string)(fix);
}

/** The reason why a text is no formula, without a period. */
export function misreadText(misread: Misread): string {
  return english.misread[misread.wrong](presentable(misread));
}

/** Undefined for unknown codes and facts, such as those in run records of newer versions. */
function sentenceFrom<C extends ProblemCode>(sentences: Partial<Sentences>, { code, facts }: Problem<C>) {
  try {
    return sentences[code]?.(presentable(facts), messageOf);
  } catch {
    return undefined;
  }
}

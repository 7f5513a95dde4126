import type { Fix, Place, Problem, ProblemCode } from '../base/problem.js';
import { english } from './english/index.js';
import type { Sentences } from './language.js';

/** What is wrong, in a sentence; where it is shown says the place. */
export function sentenceOf(problem: Problem): string {
  return spoken(english.sentences, problem) ?? problem.code;
}

/** The same in the few words that fit on a node. */
export function headlineOf(problem: Problem): string {
  return spoken(english.headlines, problem) ?? sentenceOf(problem);
}

/** What is wrong and where, for places that do not show it. */
export function messageOf(problem: Problem): string {
  const sentence = sentenceOf(problem);
  return problem.where ? `${placeText(problem.where)}: ${sentence}` : sentence;
}

/** The name of a place. */
export function placeText(place: Place): string {
  return (english.places[place.kind] as (place: Place) => string)(place);
}

/** The label of a button that applies a fix. */
export function fixLabel(fix: Fix): string {
  return (english.fixes[fix.kind] as (fix: Fix) => string)(fix);
}

/** Undefined where there are no words, as for a problem in a run's record by a later version. */
function spoken<C extends ProblemCode>(sentences: Partial<Sentences>, { code, facts }: Problem<C>) {
  return sentences[code]?.(facts, messageOf);
}

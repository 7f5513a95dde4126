import type { Misread } from '../base/formula.js';
import type { Fix, Place, Problem, ProblemCode } from '../base/problem.js';
import { english } from './english/index.js';
import type { Sentences } from './language.js';

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

/** A file's own text is shortened to this length in a message. */
const MAX_LENGTH = 300;

/** Characters that a terminal obeys or that show nothing: controls, marks of direction, zero-width characters. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/** Text whose controls are shown as escapes, as JSON writes them. */
export const visible = (text: string): string =>
  text.replace(UNSEEN, (found) =>
    Array.from({ length: found.length }, (_, i) => found.charCodeAt(i).toString(16).padStart(4, '0'))
      .map((unit) => `\\u${unit}`)
      .join(''),
  );

/** A value whose texts are shortened and visible. */
function presentable<T>(value: T): T {
  return present(value) as T;
}

function present(value: unknown): unknown {
  if (typeof value === 'string') {
    return visible(value.length > MAX_LENGTH ? `${value.slice(0, MAX_LENGTH)}…` : value);
  }
  if (Array.isArray(value)) return value.map(present);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, present(one)]));
}

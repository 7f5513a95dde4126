import type { ProblemFacts } from '../base/facts.js';
import type { Misread } from '../base/formula.js';
import type { Fix, Place, Problem, ProblemCode } from '../base/problem.js';

/** Makes the sentence of a problem from its facts; `messageOf` makes those of problems nested in them. */
type Sentence<C extends ProblemCode> = (
  facts: ProblemFacts[C],
  messageOf: (problem: Problem) => string,
) => string;

/** A sentence for each problem. */
export type Sentences = { readonly [C in ProblemCode]: Sentence<C> };

/** All text about problems, in one language. */
export interface Language {
  readonly sentences: Sentences;
  /** Shorter forms, for the nodes of the canvas. */
  readonly headlines: Partial<Sentences>;
  /** The reasons why a text is no formula. */
  readonly misread: Readonly<Record<Misread['wrong'], (misread: Misread) => string>>;
  /** Names of places, used before a colon. */
  readonly places: { readonly [K in Place['kind']]: (place: Extract<Place, { kind: K }>) => string };
  /** Labels of buttons that apply a fix. */
  readonly fixes: { readonly [K in Fix['kind']]: (fix: Extract<Fix, { kind: K }>) => string };
}

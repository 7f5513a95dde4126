import type { Family } from './problem.js';
import type { Shape } from './shape.js';

/**
 * The facts of everything that can be wrong, by code: one entry for each distinct problem. Facts are plain
 * data that `structuredClone` copies. The sentences are in engine/text.
 */
export interface ProblemFacts extends Words, ModelFacts, InternalFacts {}

/** Problems that still bring their own words. */
type Words = { readonly [F in Family as `${F}/words`]: { readonly text: string } };

/** No facts: the code says it all. */
export type None = Readonly<Record<string, never>>;

interface ModelFacts {
  'bad-layer/none': None;
  'bad-layer/unknown': { readonly type: string };
  /** `param` must be the length of an axis of the input. */
  'bad-shape/size': {
    readonly param: string;
    readonly found: number;
    readonly expected: number | string;
    readonly input: Shape;
  };
  /** The input has as many numbers as a Linear layer takes, but along several axes. */
  'bad-shape/not-flat': { readonly features: number; readonly input: Shape };
  'bad-shape/rank': { readonly layout: string; readonly input: Shape };
  'bad-shape/no-axis': { readonly param: string; readonly axis: number; readonly rank: number };
  'bad-shape/flatten-range': { readonly start: number; readonly end: number; readonly input: Shape };
  'bad-shape/bounds': {
    readonly lower: string;
    readonly upper: string;
    readonly values: readonly [number, number];
  };
  'bad-shape/groups': { readonly param: string; readonly value: number; readonly groups: number };
  'bad-shape/kernel': { readonly kernel: Shape; readonly input: Shape };
  'bad-shape/padding': { readonly padding: Shape; readonly kernel: Shape };
  'bad-shape/empty': { readonly output: Shape };
  'bad-shape/one-sample-batch': None;
  'bad-shape/output': {
    readonly output: Shape;
    readonly expected: Shape;
    readonly by: OutputRequirement;
  };
  'bad-shape/too-many-parameters': { readonly parameters: number; readonly most: number };
  'bad-pairing/target': {
    readonly loss: string;
    readonly compares: 'classes' | 'values';
    readonly data: 'classes' | 'values';
    readonly fitting: readonly string[];
  };
  'bad-pairing/last-layer-missing': {
    readonly loss: string;
    readonly required: string;
    readonly last: string;
  };
  'bad-pairing/last-layer-refused': { readonly loss: string; readonly last: string };
  'bad-pairing/two-classes': { readonly loss: string; readonly classes: number };
}

interface InternalFacts {
  /** An error that nobody foresaw, in its own words. */
  'internal/unexpected': { readonly said: string };
  /** A rule of the program itself that does not hold, in words for its developers. */
  'internal/invariant': { readonly violated: string };
}

/** The origin of a demand on the shape of a model's output. */
export type OutputRequirement =
  | { readonly kind: 'targets' }
  | { readonly kind: 'loss'; readonly type: string }
  | { readonly kind: 'classes'; readonly count: number };

import type { Family } from './problem.js';
import type { Shape } from './shape.js';

/**
 * The facts of everything that can be wrong, by code: one entry for each distinct problem. Facts are plain
 * data that `structuredClone` copies. The sentences are in engine/text.
 */
export interface ProblemFacts extends Words, ModelFacts, PipelineFacts, InternalFacts {}

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

/** Steps that prepare the samples, and advice about them. */
interface PipelineFacts {
  'bad-project/step-samples': { readonly type: string; readonly appliesTo: 'images' | 'table' };
  /** A step that takes pixel bytes after `converter` has turned them into numbers. */
  'bad-project/step-takes-bytes': { readonly type: string; readonly converter: string };
  /** A step that takes numbers before `converter` makes them. */
  'bad-project/step-takes-numbers': { readonly type: string; readonly converter: string };
  'bad-project/no-converter': { readonly converter: string };
  /** `params` must be lists of one number for each channel or input. */
  'bad-project/step-numbers': {
    readonly params: readonly string[];
    readonly each: 'channel' | 'input';
    readonly expected: number;
    readonly found: number;
  };
  'bad-project/mirrored-padding': {
    readonly mode: string;
    readonly side: number;
    readonly most: number;
    readonly padding: number;
  };
  'bad-project/range-order': { readonly param: string; readonly values: readonly number[] };
  /** A step that has no effect while these settings are 0. */
  'advice/no-effect': { readonly params: readonly string[] };
  'advice/normalized-twice': None;
  'advice/not-normalized': None;
  'advice/standardized-twice': None;
  'advice/not-standardized': None;
  'advice/zero-factor': None;
  'advice/crop-padding': { readonly padding: number; readonly side: number };
  'advice/mirrored-meaning': None;
  'advice/changed-colors': None;
  'advice/large-rotation': { readonly degrees: number };
  'advice/large-erasing': None;
  'advice/erasing-first': None;
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

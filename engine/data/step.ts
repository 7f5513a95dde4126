import type { ParamValue, SavedParams } from '../base/fields.js';
import type { ProblemFacts } from '../base/facts.js';
import {
  problem,
  type Fix,
  type PipelinePart,
  type Place,
  type Problem,
  type ProblemCode,
} from '../base/problem.js';

/** A transform or augmentation as saved in a project: its type and settings in one object. */
export type StepSpec = { readonly type: string } & SavedParams;

/** The position of a step in its pipeline, for checks and advice. */
export interface PlacedStep {
  readonly part: PipelinePart;
  readonly index: number;
  /** Types of all steps of its list, in order. */
  readonly types: readonly string[];
}

/** Advice about a step, or about its absence. A warning affects what the model learns; a note is less serious. */
export interface StepAdvice {
  readonly weight: 'warning' | 'note';
  readonly problem: Problem;
}

/** The place of a step in its project. */
export function placeOf({ part, index }: PlacedStep): Place {
  return { kind: 'project', path: ['data', part, index] };
}

/** The fix that changes a setting of a step. */
export function setting({ part, index }: PlacedStep, param: string, value: ParamValue): Fix {
  return { kind: 'set-step', part, index, param, value };
}

/** Creates advice about a step. */
export function adviceOn<C extends ProblemCode>(
  step: PlacedStep,
  weight: StepAdvice['weight'],
  code: C,
  facts: ProblemFacts[C],
  fixes: readonly Fix[] = [],
): StepAdvice {
  return { weight, problem: problem(code, facts, { where: placeOf(step), fixes }) };
}

/** The note that a step has no effect with these settings at 0. */
export function noEffect(step: PlacedStep, params: readonly string[], fixes?: readonly Fix[]): StepAdvice {
  return adviceOn(step, 'note', 'advice/no-effect', { params }, fixes);
}

/** A warning about every step of a type but the first, which the fix removes; null for the first. */
export function repeated(
  step: PlacedStep,
  code: 'advice/normalized-twice' | 'advice/standardized-twice',
): StepAdvice | null {
  const { part, index, types } = step;
  if (types.indexOf(types[index]!) === index) return null;
  return adviceOn(step, 'warning', code, {}, [{ kind: 'remove-step', part, index }]);
}

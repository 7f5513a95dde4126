import type { SampleKind, TransformDefinition } from './define.js';
import { normalize } from './normalize.js';
import { scale } from './scale.js';
import { standardize } from './standardize.js';
import { toTensor } from './toTensor.js';
import { resolveParams } from '../../base/fields.js';
import { assertNone, type Fix, invariant, problem, type Problem } from '../../base/problem.js';
import { staticDim } from '../../base/shape.js';
import type { Builder } from '../../tensor/builder.js';
import type { Value } from '../../tensor/graph.js';
import { placeOf, type StepSpec } from '../step.js';

/** All transforms. A new one is one file and one line here. */
export const transforms: readonly TransformDefinition[] = [toTensor, normalize, scale, standardize];

/** The transform of this type, which project validation has checked. */
export function transformOf(type: string): TransformDefinition {
  const found = transforms.find((one) => one.type === type);
  invariant(found, `there is no transform called ${type}`);
  return found;
}

/** A problem of the step at `index`, or of the whole pipeline if `index` is null. */
export interface PipelineProblem {
  readonly index: number | null;
  readonly problem: Problem;
}

/** The samples or targets that the steps of a list transform. */
export interface Transformed {
  readonly part: 'transforms' | 'targetTransforms';
  readonly kind: SampleKind;
  /** Channels of the images, or columns of the table; null for targets that are classes. */
  readonly width: number | null;
}

/** Checks steps against each other and the samples. */
export function pipelineProblems(
  steps: readonly StepSpec[],
  transformed: Transformed,
): readonly PipelineProblem[] {
  const { part, kind } = transformed;
  const types = steps.map(({ type }) => type);
  const converter = types.findIndex((type) => isConverter(transformOf(type), kind));
  const found = steps.flatMap((step, index) => {
    const where = placeOf({ part, index, types });
    const removal: Fix = { kind: 'remove-step', part, index };
    const wrong =
      foreignStep(step, kind, removal) ??
      (part === 'targetTransforms' ? wrongTarget(step, transformed, removal) : null) ??
      misplacedStep(types, index, converter, kind, removal) ??
      wrongNumbers(step, transformed);
    return wrong ? [{ index, problem: { ...wrong, where } }] : [];
  });
  const missing = converter < 0 ? transforms.find((one) => isConverter(one, kind)) : undefined;
  return missing ? [...found, { index: null, problem: withoutConverter(missing) }] : found;
}

function isConverter({ appliesTo, takesBytes }: TransformDefinition, kind: SampleKind): boolean {
  return appliesTo === kind && takesBytes === true;
}

function foreignStep({ type }: StepSpec, kind: SampleKind, removal: Fix): Problem | null {
  const { appliesTo } = transformOf(type);
  if (appliesTo === kind) return null;
  return problem('bad-project/step-samples', { type, appliesTo }, { fixes: [removal] });
}

function wrongTarget(step: StepSpec, { width }: Transformed, removal: Fix): Problem | null {
  const { type, params, inverse } = transformOf(step.type);
  const exists = inverse && (inverse.exists?.(resolveParams(params, step)) ?? true);
  const why = width === null ? 'classes' : exists ? null : 'no-inverse';
  return why && problem('bad-project/target-step', { type, why }, { fixes: [removal] });
}

function misplacedStep(
  types: readonly string[],
  index: number,
  converter: number,
  kind: SampleKind,
  removal: Fix,
): Problem | null {
  // Without a converter the whole pipeline has one problem.
  if (converter < 0 || index === converter) return null;
  const facts = { type: types[index]!, converter: types[converter]! };
  if (isConverter(transformOf(facts.type), kind))
    return problem('bad-project/step-takes-bytes', facts, { fixes: [removal] });
  if (index > converter) return null;
  const move: Fix = { kind: 'move-step', part: 'transforms', type: facts.converter, index: converter, to: 0 };
  return problem('bad-project/step-takes-numbers', facts, { fixes: [move] });
}

/** The problem of a list setting whose length differs from the number of channels or columns. */
function wrongNumbers(step: StepSpec, { part, kind, width }: Transformed): Problem | null {
  const { type, params: fields, figures } = transformOf(step.type);
  const settings = resolveParams(fields, step);
  const lengths = Object.entries(fields).flatMap(([param, field]): [string, number][] =>
    field.kind === 'numbers' && field.length === null
      ? [[param, (settings[param] as readonly number[]).length]]
      : [],
  );
  const wrong = lengths.filter(([, length]) => length !== width);
  if (wrong.length === 0 || width === null) return null;
  const facts = {
    params: wrong.map(([param]) => param),
    each: kind === 'images' ? 'channel' : part === 'transforms' ? 'input' : 'target',
    expected: width,
    found: wrong[0]![1],
  } as const;
  const fixes: Fix[] = figures ? [{ kind: 'compute-step', part, type, samples: kind }] : [];
  return problem('bad-project/step-numbers', facts, { fixes });
}

function withoutConverter({ type }: TransformDefinition): Problem {
  return problem(
    'bad-project/no-converter',
    { converter: type },
    {
      where: { kind: 'project', path: ['data', 'transforms'] },
      fixes: [{ kind: 'add-step', part: 'transforms', type }],
    },
  );
}

/** Emits valid steps for a batch; returns the value after each. */
export function emitSteps(steps: readonly StepSpec[], b: Builder, batch: Value): readonly Value[] {
  let value = batch;
  return steps.map((step) => {
    const transform = transformOf(step.type);
    value = transform.forward(b, value, resolveParams(transform.params, step));
    return value;
  });
}

/** A pipeline as a function on batches, which throws the first of `pipelineProblems`. */
export function pipeline(steps: readonly StepSpec[], kind: SampleKind): (b: Builder, batch: Value) => Value {
  return (b, batch) => {
    const width = staticDim(batch.shape, 1);
    const [first] = pipelineProblems(steps, { part: 'transforms', kind, width });
    assertNone(first?.problem ?? null);
    return emitSteps(steps, b, batch).at(-1) ?? batch;
  };
}

/** The transforms of a table's targets, and the way back from a model's outputs to the targets' unit. */
export interface TargetPipeline {
  readonly transform: (b: Builder, targets: Value) => Value;
  readonly restore: (b: Builder, outputs: Value) => Value;
}

/**
 * The pipeline of targets; without steps, both functions return what they get.
 * @param width number of targets; null for classes
 * @throws the first of `pipelineProblems`
 */
export function targetPipeline(steps: readonly StepSpec[], width: number | null): TargetPipeline {
  const [first] = pipelineProblems(steps, { part: 'targetTransforms', kind: 'table', width });
  assertNone(first?.problem ?? null);
  return {
    transform: (b, targets) => emitSteps(steps, b, targets).at(-1) ?? targets,
    restore: (b, outputs) =>
      steps.reduceRight((value, step) => {
        const { inverse, params } = transformOf(step.type);
        return inverse!.forward(b, value, resolveParams(params, step));
      }, outputs),
  };
}

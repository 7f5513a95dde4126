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

/**
 * Checks steps against each other and the samples.
 * @param width channels of the images, or inputs of the table
 */
export function pipelineProblems(
  steps: readonly StepSpec[],
  kind: SampleKind,
  width: number,
): readonly PipelineProblem[] {
  const types = steps.map(({ type }) => type);
  const converter = types.findIndex((type) => isConverter(transformOf(type), kind));
  const found = steps.flatMap((step, index) => {
    const where = placeOf({ part: 'transforms', index, types });
    const wrong =
      foreignStep(step, kind, index) ??
      misplacedStep(types, index, converter, kind) ??
      wrongNumbers(step, kind, width);
    return wrong ? [{ index, problem: { ...wrong, where } }] : [];
  });
  const missing = converter < 0 ? transforms.find((one) => isConverter(one, kind)) : undefined;
  return missing ? [...found, { index: null, problem: withoutConverter(missing) }] : found;
}

function isConverter({ appliesTo, takesBytes }: TransformDefinition, kind: SampleKind): boolean {
  return appliesTo === kind && takesBytes === true;
}

function foreignStep({ type }: StepSpec, kind: SampleKind, index: number): Problem | null {
  const { appliesTo } = transformOf(type);
  if (appliesTo === kind) return null;
  return problem('bad-project/step-samples', { type, appliesTo }, { fixes: [removal(index)] });
}

function misplacedStep(
  types: readonly string[],
  index: number,
  converter: number,
  kind: SampleKind,
): Problem | null {
  // Without a converter the whole pipeline has one problem.
  if (converter < 0 || index === converter) return null;
  const facts = { type: types[index]!, converter: types[converter]! };
  if (isConverter(transformOf(facts.type), kind))
    return problem('bad-project/step-takes-bytes', facts, { fixes: [removal(index)] });
  if (index > converter) return null;
  const move: Fix = { kind: 'move-step', part: 'transforms', type: facts.converter, index: converter, to: 0 };
  return problem('bad-project/step-takes-numbers', facts, { fixes: [move] });
}

/** The problem of a list setting whose length differs from the number of channels or inputs. */
function wrongNumbers(step: StepSpec, kind: SampleKind, width: number): Problem | null {
  const { type, params: fields, figures } = transformOf(step.type);
  const settings = resolveParams(fields, step);
  const lengths = Object.entries(fields).flatMap(([param, field]): [string, number][] =>
    field.kind === 'numbers' && field.length === null
      ? [[param, (settings[param] as readonly number[]).length]]
      : [],
  );
  const wrong = lengths.filter(([, length]) => length !== width);
  if (wrong.length === 0) return null;
  const facts = {
    params: wrong.map(([param]) => param),
    each: kind === 'images' ? 'channel' : 'input',
    expected: width,
    found: wrong[0]![1],
  } as const;
  const fixes: Fix[] = figures ? [{ kind: 'compute-step', type, samples: kind }] : [];
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

const removal = (index: number): Fix => ({ kind: 'remove-step', part: 'transforms', index });

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
    const [first] = pipelineProblems(steps, kind, staticDim(batch.shape, 1));
    assertNone(first?.problem ?? null);
    return emitSteps(steps, b, batch).at(-1) ?? batch;
  };
}

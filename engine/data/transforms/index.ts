import { evaluate } from '../../backends/reference.js';
import { resolveParams } from '../../base/fields.js';
import { assertNone, type Fix, invariant, problem, type Problem } from '../../base/problem.js';
import { type Shape, staticDim } from '../../base/shape.js';
import { imageBytes, type ImageForm, type Pixels } from '../imageSet.js';
import { placeOf, type StepSpec } from '../step.js';
import type { Builder } from '../../tensor/builder.js';
import type { Value } from '../../tensor/graph.js';
import { createBuilder } from '../../tensor/operators/index.js';
import { tensor } from '../../tensor/tensor.js';
import { centerCrop } from './centerCrop.js';
import { type SampleKind, STAGES, type TransformDefinition } from './define.js';
import { grayscale } from './grayscale.js';
import { normalize } from './normalize.js';
import { resize } from './resize.js';
import { scale } from './scale.js';
import { standardize } from './standardize.js';
import { toTensor } from './toTensor.js';

/** All transforms. A new one is one file and one line here. */
export const transforms: readonly TransformDefinition[] = [
  resize,
  centerCrop,
  grayscale,
  toTensor,
  normalize,
  scale,
  standardize,
];

/** The transform of this type, which project validation has checked. */
export function transformOf(type: string): TransformDefinition {
  const found = transforms.find((one) => one.type === type);
  invariant(found, `there is no transform called ${type}`);
  return found;
}

/** The images after some steps, which may have problems. */
export function transformedForm(steps: readonly StepSpec[], stored: ImageForm): ImageForm {
  return steps.reduce((form, step) => {
    const transform = transformOf(step.type);
    return transform.form?.(resolveParams(transform.params, step), form) ?? form;
  }, stored);
}

/** The steps of a list on pixel bytes. */
export function stepsOnBytes(steps: readonly StepSpec[]): readonly StepSpec[] {
  return steps.filter(({ type }) => transformOf(type).stage === 'bytes');
}

/** The position of a kind of step among the stages of its list. */
export function stageOf({ stage = 'floats' }: Pick<TransformDefinition, 'stage'>): number {
  return STAGES.indexOf(stage);
}

/** A problem of the step at `index`, or of the whole pipeline if `index` is null. */
export interface PipelineProblem {
  readonly index: number | null;
  readonly problem: Problem;
}

/** The samples or targets that the steps of a list transform. */
export type Transformed =
  | { readonly part: 'transforms'; readonly kind: 'images'; readonly form: ImageForm }
  | {
      readonly part: 'transforms' | 'targetTransforms';
      readonly kind: 'table';
      /** Number of columns; null for targets that are classes. */
      readonly width: number | null;
    };

/** The number of channels or columns of some samples after these steps. */
function widthAfter(steps: readonly StepSpec[], transformed: Transformed): number | null {
  if (transformed.kind === 'table') return transformed.width;
  return transformedForm(steps, transformed.form).channels;
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
      (part === 'targetTransforms' ? wrongTarget(step, widthAfter([], transformed), removal) : null) ??
      misplacedStep(types, index, converter, kind, removal) ??
      wrongNumbers(step, transformed, widthAfter(steps.slice(0, index), transformed));
    return wrong ? [{ index, problem: { ...wrong, where } }] : [];
  });
  const missing = converter < 0 ? transforms.find((one) => isConverter(one, kind)) : undefined;
  return missing ? [...found, { index: null, problem: withoutConverter(missing) }] : found;
}

function isConverter({ appliesTo, stage }: TransformDefinition, kind: SampleKind): boolean {
  return appliesTo === kind && stage === 'conversion';
}

function foreignStep({ type }: StepSpec, kind: SampleKind, removal: Fix): Problem | null {
  const { appliesTo } = transformOf(type);
  if (appliesTo === kind) return null;
  return problem('bad-project/step-samples', { type, appliesTo }, { fixes: [removal] });
}

function wrongTarget(step: StepSpec, width: number | null, removal: Fix): Problem | null {
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
  const definition = transformOf(facts.type);
  const part = 'transforms';
  if (isConverter(definition, kind))
    return problem('bad-project/step-takes-bytes', facts, { fixes: [removal] });
  const onBytes = definition.stage === 'bytes';
  if (onBytes === index < converter) return null;
  if (onBytes) {
    const move: Fix = { kind: 'move-step', part, type: facts.type, index, to: converter };
    return problem('bad-project/step-takes-bytes', facts, { fixes: [move] });
  }
  const to = types.findIndex((type) => transformOf(type).stage !== 'bytes');
  const move: Fix = { kind: 'move-step', part, type: facts.converter, index: converter, to };
  return problem('bad-project/step-takes-numbers', facts, { fixes: [move] });
}

/** The problem of a list setting whose length differs from the number of channels or columns. */
function wrongNumbers(step: StepSpec, { part, kind }: Transformed, width: number | null): Problem | null {
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
    const [first] = pipelineProblems(steps, transformedBatch(kind, batch.shape));
    assertNone(first?.problem ?? null);
    return emitSteps(steps, b, batch).at(-1) ?? batch;
  };
}

function transformedBatch(kind: SampleKind, shape: Shape): Transformed {
  const part = 'transforms';
  const width = staticDim(shape, 1);
  if (kind === 'table') return { part, kind, width };
  return { part, kind, form: { channels: width as ImageForm['channels'], side: staticDim(shape, 3) } };
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

/** Memory of the images that are transformed at once. */
const CHUNK_BYTES = 2 ** 20;

/** Images after those steps of a list that work on pixel bytes, computed by the operators' own kernels. */
export function imagesAfter(steps: readonly StepSpec[], { images, ...before }: Pixels): Pixels {
  const onBytes = stepsOnBytes(steps);
  if (onBytes.length === 0) return { images, ...before };
  const after = transformedForm(onBytes, before);
  const { channels, side } = before;
  const b = createBuilder();
  const output = emitSteps(onBytes, b, b.input('bytes', 'uint8', ['count', channels, side, side])).at(-1)!;
  const graph = b.build([output]);
  const [size, newSize] = [imageBytes(before), imageBytes(after)];
  const most = Math.max(1, Math.floor(CHUNK_BYTES / size));
  const count = images.length / size;
  const made = new Uint8Array(count * newSize);
  for (let start = 0; start < count; start += most) {
    const some = images.subarray(start * size, (start + most) * size);
    const bytes = tensor('uint8', [some.length / size, channels, side, side], some);
    made.set(evaluate(graph, { bytes })[output.name]!.data as Uint8Array, start * newSize);
  }
  return { images: made, ...after };
}

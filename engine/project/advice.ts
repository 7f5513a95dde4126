import { resolveParams } from '../base/fields.js';
import { problem, type PipelinePart, type Problem } from '../base/problem.js';
import { augmentationOf, augmentationProblems } from '../data/augment/index.js';
import {
  pipelineProblems,
  transformedForm,
  transformOf,
  transforms,
  type Transformed,
} from '../data/transforms/index.js';
import type { ImageForm } from '../data/imageSet.js';
import type { PlacedStep, StepAdvice, StepSpec } from '../data/step.js';
import { formOfSource, isImages, sampleShape, targetsOf } from './samples.js';
import type { DataSpec, ImageDataSpec } from './schema.js';

/** Advice about the preparation of samples. */
export interface Advice {
  readonly part: PipelinePart;
  /** The step's place in its list; null where it concerns the whole list. */
  readonly index: number | null;
  /** A problem prevents training; a warning affects what the model learns; a note is less serious. */
  readonly weight: 'problem' | StepAdvice['weight'];
  readonly problem: Problem;
}

const WEIGHTS: readonly Advice['weight'][] = ['problem', 'warning', 'note'];

/** Advice about the preparation of a project's samples, problems first. */
export function advise(data: DataSpec): readonly Advice[] {
  const found = [
    ...transformAdvice(data),
    ...(isImages(data) ? augmentationAdvice(data) : targetAdvice(data)),
  ];
  return found.sort((a, b) => WEIGHTS.indexOf(a.weight) - WEIGHTS.indexOf(b.weight));
}

/** The steps of one of a project's lists. */
export function stepsOf(data: DataSpec, part: PipelinePart): readonly StepSpec[] {
  const lists: Readonly<Record<PipelinePart, readonly StepSpec[]>> = {
    augment: isImages(data) ? data.augment : [],
    transforms: data.transforms,
    targetTransforms: isImages(data) ? [] : (data.targetTransforms ?? []),
  };
  return lists[part];
}

function transformAdvice(data: DataSpec): readonly Advice[] {
  const part = 'transforms';
  const steps = data.transforms;
  const transformed: Transformed = isImages(data)
    ? { part, kind: 'images', form: formOfSource(data.source) }
    : { part, kind: 'table', width: sampleShape(data)[1] as number };
  const { kind } = transformed;
  const problems = pipelineProblems(steps, transformed);
  const missing = transforms.flatMap(({ type, appliesTo, missing }): Advice[] => {
    const code = appliesTo === kind ? missing?.(steps.map((step) => step.type)) : null;
    if (!code) return [];
    const fixes = [{ kind: 'compute-step', part, type, samples: kind }] as const;
    const where = { kind: 'project', path: ['data', 'transforms'] } as const;
    return [{ part, index: null, weight: 'note', problem: problem(code, {}, { where, fixes }) }];
  });
  return [
    ...problems.map((one): Advice => ({ part, weight: 'problem', ...one })),
    ...onSteps(steps, part, (step, placed) =>
      adviceOnTransform(
        step,
        placed,
        transformed.kind === 'images'
          ? transformedForm(steps.slice(0, placed.index), transformed.form)
          : null,
      ),
    ),
    ...missing,
  ];
}

function adviceOnTransform(
  step: StepSpec,
  placed: PlacedStep,
  form: ImageForm | null,
): StepAdvice | null | undefined {
  const definition = transformOf(step.type);
  return definition.advice?.(resolveParams(definition.params, step), placed, form);
}

function targetAdvice(data: DataSpec): readonly Advice[] {
  const part = 'targetTransforms';
  const steps = stepsOf(data, part);
  const targets = targetsOf(data);
  const width = targets.kind === 'values' ? targets.count : null;
  const problems = pipelineProblems(steps, { part, kind: 'table', width });
  // A step that can't stay needs no further advice.
  const advice = onSteps(steps, part, (step, placed) => adviceOnTransform(step, placed, null)).filter(
    ({ index }) => !problems.some((one) => one.index === index),
  );
  return [...problems.map((one): Advice => ({ part, weight: 'problem', ...one })), ...advice];
}

function augmentationAdvice({ augment, source }: ImageDataSpec): readonly Advice[] {
  const form = formOfSource(source);
  const images = { ...form, builtIn: source.kind === 'cifar10' };
  const problems = augmentationProblems(augment, form);
  return [
    ...problems.map((one): Advice => ({ part: 'augment', weight: 'problem', ...one })),
    ...onSteps(augment, 'augment', (step, placed) => {
      const definition = augmentationOf(step.type);
      return definition.advice?.(resolveParams(definition.params, step), placed, images);
    }),
  ];
}

function onSteps(
  steps: readonly StepSpec[],
  part: PipelinePart,
  look: (step: StepSpec, placed: PlacedStep) => StepAdvice | null | undefined,
): readonly Advice[] {
  const types = steps.map(({ type }) => type);
  return steps.flatMap((step, index): Advice[] => {
    const found = look(step, { part, index, types });
    return found ? [{ part, index, ...found }] : [];
  });
}

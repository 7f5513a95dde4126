import type { BaselineCause } from '../base/facts.js';
import { resolveParams } from '../base/fields.js';
import { type Fix, type PipelinePart, problem, type Problem } from '../base/problem.js';
import { augmentationOf, augmentationProblems } from '../data/augment/index.js';
import type { ImageForm } from '../data/imageSet.js';
import type { PlacedStep, StepAdvice, StepSpec } from '../data/step.js';
import {
  pipelineProblems,
  type Transformed,
  transformedForm,
  transformOf,
  transforms,
} from '../data/transforms/index.js';
import { lossOf } from '../nn/losses/index.js';
import { gentlerRate } from '../nn/optimizers/define.js';
import { savedLearningRate } from '../nn/optimizers/index.js';
import { formOfSource, isImages, sampleShape, targetsOf } from './samples.js';
import { type DataSpec, type ImageDataSpec, MAX_EPOCHS, type Project } from './schema.js';

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

/** Losses of an epoch; null where there is none. */
interface EpochLosses {
  readonly trainLoss: number | null;
  readonly validationLoss: number | null;
}

/** Epochs of another try, in multiples of those that were too few. */
const LONGER = 4;

/** A run as advice sees it. */
interface AdvisedRun {
  /** The loss of always predicting the mean; null if that is no measure for it. */
  readonly baseline: { readonly loss: number | null } | null;
  readonly epochs: readonly EpochLosses[];
  readonly isFinished: boolean;
}

/** Advice about a run whose losses show that its training fails; null if they do not. */
export function runAdvice(project: Project, { baseline, epochs, isFinished }: AdvisedRun): Problem | null {
  return growthAdvice(project, epochs) ?? (isFinished ? baselineAdvice(project, baseline, epochs) : null);
}

/** A training loss that is so many times that of the first epoch has grown by an order of magnitude. */
const GROWN = 10;

/** Advice about a training loss that grows instead of falling, although it stays finite. */
function growthAdvice({ training }: Project, epochs: readonly EpochLosses[]): Problem | null {
  const [first, last] = [epochs[0]?.trainLoss, epochs.at(-1)?.trainLoss];
  if (first == null || last == null || !(first > 0) || last < GROWN * first) return null;
  const rate = savedLearningRate(training.optimizer);
  const value = gentlerRate(rate, savedLearningRate({ type: training.optimizer.type }));
  return problem(
    'advice/growing-loss',
    { first, last, rate },
    { fixes: [{ kind: 'set-learning-rate', value }] },
  );
}

/** Advice about a finished regression whose loss is above that of its baseline. */
function baselineAdvice(
  project: Project,
  baseline: AdvisedRun['baseline'],
  epochs: readonly EpochLosses[],
): Problem | null {
  const losses = epochs.map(({ trainLoss, validationLoss }) => validationLoss ?? trainLoss ?? Infinity);
  const loss = losses.at(-1);
  const atMean = baseline?.loss ?? Infinity;
  if (loss === undefined || loss <= atMean) return null;
  const cause = causeOf(project, atMean, losses);
  return problem(
    'advice/worse-than-baseline',
    { loss, baseline: atMean, cause },
    { fixes: [fixOf(project, cause)] },
  );
}

function causeOf({ data, training }: Project, baseline: number, losses: readonly number[]): BaselineCause {
  // Targets with bounds, such as probabilities, must keep them.
  const bounded = lossOf(training.loss.type).within !== undefined;
  if (!bounded && stepsOf(data, 'targetTransforms').length === 0) return { kind: 'target' };
  if (stepsOf(data, 'transforms').length === 0) return { kind: 'inputs' };
  const best = losses.reduce((least, loss, i) => (loss < losses[least]! ? i : least), 0);
  if (losses[best]! < baseline) return { kind: 'overfit', epoch: best + 1 };
  return { kind: losses.length === 1 || losses.at(-1)! < losses[0]! ? 'short' : 'rate' };
}

function fixOf({ training }: Project, cause: BaselineCause): Fix {
  const standardize = (part: 'transforms' | 'targetTransforms'): Fix => ({
    kind: 'compute-step',
    part,
    type: 'Standardize',
    samples: 'table',
  });
  const { optimizer, epochs } = training;
  const rate = savedLearningRate(optimizer);
  const fixes: { readonly [K in BaselineCause['kind']]: Fix } = {
    target: standardize('targetTransforms'),
    inputs: standardize('transforms'),
    overfit: { kind: 'set-epochs', epochs: cause.kind === 'overfit' ? cause.epoch : epochs },
    short: { kind: 'set-epochs', epochs: Math.min(epochs * LONGER, MAX_EPOCHS) },
    rate: { kind: 'set-learning-rate', value: Number((rate / 10).toPrecision(2)) },
  };
  return fixes[cause.kind];
}

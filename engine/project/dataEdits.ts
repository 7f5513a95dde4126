import type { Fields, SavedParams } from '../base/fields.js';
import type { PipelinePart } from '../base/problem.js';
import { augmentations } from '../data/augment/index.js';
import type { StepSpec } from '../data/step.js';
import { asClasses, columnNamed, isText, type Table, tableOf } from '../data/table.js';
import type { Figures, STAGES } from '../data/transforms/define.js';
import { stageOf, transforms } from '../data/transforms/index.js';
import { stepsOf } from './advice.js';
import { isImages, targetsOf } from './samples.js';
import { type DataSpec, type Edit, type ImageDataSpec, MOST_STEPS, type Project } from './schema.js';
import { withFigures } from './tableFigures.js';

/** A transform or augmentation, as an entry of a pipeline's list. */
export interface StepKind {
  readonly type: string;
  readonly summary: string;
  readonly params: Fields;
  readonly suggested?: SavedParams;
  readonly stage?: (typeof STAGES)[number];
  readonly figures?: Figures;
}

/** The kind of an existing step. */
export function kindOf(step: StepSpec): StepKind {
  return KINDS.find(({ type }) => type === step.type)!;
}

const KINDS: readonly StepKind[] = [...augmentations, ...transforms];

/** All kinds of steps that this list can contain, for these samples. */
export function kindsOf(data: DataSpec, part: PipelinePart): readonly StepKind[] {
  const samples = isImages(data) ? 'images' : 'table';
  const fitting = transforms.filter(({ appliesTo }) => appliesTo === samples);
  const kinds: Readonly<Record<PipelinePart, readonly StepKind[]>> = {
    augment: isImages(data) ? augmentations : [],
    transforms: fitting,
    targetTransforms:
      targetsOf(data).kind === 'values' ? fitting.filter(({ inverse }) => inverse !== undefined) : [],
  };
  return kinds[part];
}

/** Adds a step with its suggested settings: at the end of its stage of the list. */
export function addStep(part: PipelinePart, type: string): Edit {
  return changeSteps(part, (steps, data) => {
    const kind = kindsOf(data, part).find((one) => one.type === type);
    if (!kind) return steps;
    const step = { type, ...kind.suggested };
    const next = steps.findIndex((one) => stageOf(kindOf(one)) > stageOf(kind));
    return next < 0 ? [...steps, step] : [...steps.slice(0, next), step, ...steps.slice(next)];
  });
}

/** Removes a step. */
export function removeStep(part: PipelinePart, index: number): Edit {
  return changeSteps(part, (steps) => steps.filter((_, i) => i !== index));
}

/** Moves a step to position `to`. */
export function moveStep(part: PipelinePart, index: number, to: number): Edit {
  return changeSteps(part, (steps) => {
    const step = steps[index];
    if (!step || index === to || to < 0 || to >= steps.length) return steps;
    const rest = steps.filter((_, i) => i !== index);
    return [...rest.slice(0, to), step, ...rest.slice(to)];
  });
}

/** Sets some of a step's settings. */
export function setStep(part: PipelinePart, index: number, settings: SavedParams): Edit {
  return changeSteps(part, (steps) =>
    steps.map((step, i) => (i === index ? { ...step, ...settings, type: step.type } : step)),
  );
}

/** Sets the figures of the step of this type, adding it if there is none. */
export function setFigures(part: PipelinePart, type: string, figures: SavedParams): Edit {
  return (project) => {
    const index = stepsOf(project.data, part).findIndex((step) => step.type === type);
    if (index >= 0) return setStep(part, index, figures)(project);
    return changeSteps(part, (steps) => [...steps, { type, ...figures }])(project);
  };
}

type Steps = readonly StepSpec[];

function changeSteps(part: PipelinePart, change: (steps: Steps, data: DataSpec) => Steps): Edit {
  return (project): Project => {
    const { data } = project;
    const steps = stepsOf(data, part);
    const changed = change(steps, data);
    const foreign = { augment: !isImages(data), transforms: false, targetTransforms: isImages(data) };
    if (changed === steps || changed.length > MOST_STEPS || foreign[part]) return project;
    return { ...project, data: { ...data, [part]: [...changed] } };
  };
}

/** The role of a column: input, target, or unused. */
export type ColumnRole = 'in' | 'out' | 'unused';

/** Changes the role of a column of the project's table and recomputes settings that derive from the columns. */
export function setColumnRole(name: string, role: ColumnRole): Edit {
  return (project) => {
    const { data } = project;
    const table = isImages(data) ? undefined : tableOf(data.source);
    if (isImages(data) || !table) return project;
    // Columns keep the order of the table, not the order in which they were chosen.
    const withRole = (wanted: ColumnRole, before: readonly string[]) =>
      Object.keys(table.columns).filter((one) => (one === name ? role === wanted : before.includes(one)));
    const inputs = withRole('in', data.inputs);
    const targets =
      role === 'out'
        ? compatibleTargets(name, withRole('out', data.targets), table)
        : withRole('out', data.targets);
    if (inputs.length === 0 || targets.length === 0) return project;
    const changed = { ...data, inputs, targets };
    return { ...project, data: withFigures(table, { data: changed, training: project.training }) };
  };
}

/** Makes the numbers in a column of the user's table classes. */
export function treatAsClasses(name: string): Edit {
  return (project) => {
    const { data } = project;
    if (isImages(data) || data.source.kind !== 'inline') return project;
    const column = columnNamed(data.source, name);
    if (!column || isText(column)) return project;
    const columns = { ...data.source.columns, [name]: asClasses(column) };
    return { ...project, data: { ...data, source: { ...data.source, columns } } };
  };
}

/** Targets that can be combined with a new one: numbers with numbers, but text only alone. */
function compatibleTargets(name: string, targets: readonly string[], { columns }: Table): string[] {
  if (isText(columns[name]!)) return [name];
  return targets.filter((one) => !isText(columns[one]!));
}

/** Changes the image settings of a project that uses images. */
export function setImageData(change: Partial<Omit<ImageDataSpec, 'source'>>): Edit {
  return (project) => {
    if (!isImages(project.data)) return project;
    return { ...project, data: { ...project.data, ...change } };
  };
}

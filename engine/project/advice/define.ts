import type { Fix, PipelinePart } from '../../base/problem.js';
import { isImages, sampleShape } from '../samples.js';
import type { DataSpec } from '../schema.js';
import type { AugmentationSpec } from '../../data/augment/index.js';
import { transforms } from '../../data/transforms/index.js';

/** What there is to say about a pipeline. */
export interface Advice {
  readonly part: PipelinePart;
  /** The step's place in its list; null where it concerns the whole list. */
  readonly index: number | null;
  /** A problem keeps the model from training; a warning changes what it learns; a note is worth knowing. */
  readonly weight: 'problem' | 'warning' | 'note';
  readonly message: string;
  readonly repair: Fix | null;
}

/** Says what there is to say about data of one kind. */
export type Rule<D extends DataSpec> = (data: D) => readonly Advice[];
/** What a rule finds at a place that is known already. */
export type Finding = Pick<Advice, 'weight' | 'message'> & { readonly repair?: Fix };

/** A rule on every step of one type in a list. */
export function onStep<D extends DataSpec>(
  part: PipelinePart,
  type: string,
  look: (step: AugmentationSpec, index: number, data: D) => Finding | null,
): Rule<D> {
  return (data) =>
    stepsOf(data, part).flatMap((step, index) => {
      const found = step.type === type ? look(step, index, data) : null;
      return found ? [{ part, index, repair: null, ...found }] : [];
    });
}

/** The steps of one of a project's lists. */
export function stepsOf(data: DataSpec, part: PipelinePart): readonly AugmentationSpec[] {
  if (part === 'transforms') return data.transforms;
  return isImages(data) ? data.augment : [];
}

/** Where the first transform of a type stands; −1 where there is none. */
export const positionOf = (data: DataSpec, type: string) =>
  data.transforms.findIndex((step) => step.type === type);

/** Steps that are for other samples: a table has no channels, an image no columns. */
export const foreign: Rule<DataSpec> = (data) => {
  const samples = isImages(data) ? 'images' : 'table';
  return data.transforms.flatMap(({ type }, index) => {
    const appliesTo = transforms.find((one) => one.type === type)?.appliesTo;
    if (appliesTo === samples) return [];
    const message = `${type} is for ${appliesTo === 'images' ? 'images' : 'tables'}.`;
    const repair = { kind: 'remove-step', part: 'transforms', index } as const;
    return [{ part: 'transforms', index, weight: 'problem', message, repair }];
  });
};

/** A rule on data without a transform of some type. */
export const missing =
  (type: string, finding: Finding): Rule<DataSpec> =>
  (data) =>
    positionOf(data, type) < 0 ? [{ part: 'transforms', index: null, repair: null, ...finding }] : [];

/** A rule on every step of a type but the first. */
export const twice = (part: PipelinePart, type: string, finding: Finding): Rule<DataSpec> =>
  onStep(part, type, (_, index, data) =>
    stepsOf(data, part).findIndex((step) => step.type === type) < index
      ? { repair: { kind: 'remove-step', part, index }, ...finding }
      : null,
  );

/** The figures of a step that centres each channel or column must be as many as there are of these. */
export const figures = (type: 'Normalize' | 'Standardize', what: string): Rule<DataSpec> =>
  onStep('transforms', type, (step, _, data) => {
    const wanted = sampleShape(data)[1]!;
    const wrong = ['mean', 'std'].filter(
      (name) => (step[name] as readonly number[] | undefined)?.length !== wanted,
    );
    if (wrong.length === 0) return null;
    const message = `There ${wanted === 1 ? 'is' : 'are'} ${wanted} ${what}${wanted === 1 ? '' : 's'}: write that many figures for ${wrong.join(' and ')}.`;
    return {
      weight: 'problem',
      message,
      repair: { kind: 'compute-step', type, samples: isImages(data) ? 'images' : 'table' },
    };
  });

import { placeOf, type StepSpec } from '../step.js';
import { resolveParams } from '../../base/fields.js';
import { assertNone, invariant, type Problem } from '../../base/problem.js';
import { imageBytes, type ImageForm } from '../imageSet.js';
import type { Augment, AugmentationDefinition } from './define.js';
import { colorJitter } from './colorJitter.js';
import { randomAffine } from './randomAffine.js';
import { randomCrop } from './randomCrop.js';
import { randomErasing } from './randomErasing.js';
import { randomHorizontalFlip } from './randomHorizontalFlip.js';
import { randomRotation } from './randomRotation.js';
import { trivialAugmentWide } from './trivialAugmentWide.js';

/** All augmentations. A new one is one file and one line here. */
export const augmentations: readonly AugmentationDefinition[] = [
  randomCrop,
  randomHorizontalFlip,
  colorJitter,
  randomRotation,
  randomAffine,
  trivialAugmentWide,
  randomErasing,
];

/** The augmentation of this type, which project validation has checked. */
export function augmentationOf(type: string): AugmentationDefinition {
  const found = augmentations.find((one) => one.type === type);
  invariant(found, `there is no augmentation called ${type}`);
  return found;
}

/** The problems of steps whose settings do not fit the images. */
export function augmentationProblems(
  steps: readonly StepSpec[],
  form: ImageForm,
): readonly { readonly index: number; readonly problem: Problem }[] {
  const types = steps.map(({ type }) => type);
  return steps.flatMap((step, index) => {
    const definition = augmentationOf(step.type);
    const found = definition.check?.(resolveParams(definition.params, step), form);
    const where = placeOf({ part: 'augment', index, types });
    return found ? [{ index, problem: { ...found, where } }] : [];
  });
}

/** Combines augmentations, in order; null if there are none. Throws the first of `augmentationProblems`. */
export function prepareAugmentations(steps: readonly StepSpec[], form: ImageForm): Augment | null {
  assertNone(augmentationProblems(steps, form)[0]?.problem ?? null);
  const changes = steps.map((step) => {
    const definition = augmentationOf(step.type);
    return definition.prepare(resolveParams(definition.params, step), form);
  });
  const [first, ...others] = changes;
  if (!first || others.length === 0) return first ?? null;
  const size = imageBytes(form);
  const between = [new Uint8Array(size), new Uint8Array(size)] as const;
  return (gen, from, to) => {
    let input = from;
    changes.forEach((change, i) => {
      const output = i === others.length ? to : between[i % 2 === 0 ? 0 : 1];
      change(gen, input, output);
      input = output;
    });
  };
}

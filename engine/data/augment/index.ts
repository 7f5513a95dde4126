import { LoomError } from '../../base/errors.js';
import { resolveParams, type SavedParams } from '../../base/fields.js';
import { imageBytes, type ImageForm } from '../imageSet.js';
import type { Augment, AugmentationDefinition } from './define.js';
import { colorJitter } from './colorJitter.js';
import { randomCrop } from './randomCrop.js';
import { randomErasing } from './randomErasing.js';
import { randomHorizontalFlip } from './randomHorizontalFlip.js';
import { randomRotation } from './randomRotation.js';

/** Every augmentation there is. A new one is one file and one line here. */
export const augmentations: readonly AugmentationDefinition[] = [
  randomCrop,
  randomHorizontalFlip,
  colorJitter,
  randomRotation,
  randomErasing,
];

/** One augmentation of a project: its type with its settings beside it. */
export type AugmentationSpec = { readonly type: string } & SavedParams;

/** The augmentation of this type. Throws `bad-project` when there is none. */
export function augmentationOf(type: string): AugmentationDefinition {
  const found = augmentations.find((one) => one.type === type);
  if (!found) throw new LoomError('bad-project', `there is no augmentation called ${type}`);
  return found;
}

/**
 * A list of augmentations as one, in order; null when the list is empty.
 * @throws LoomError `bad-project` with the place in the list when settings do not fit the images
 */
export function prepareAugmentations(steps: readonly AugmentationSpec[], form: ImageForm): Augment | null {
  const changes = steps.map((step, i) => prepareOne(step, form, `data.augment[${i}]`));
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

function prepareOne(step: AugmentationSpec, form: ImageForm, where: string): Augment {
  const definition = augmentationOf(step.type);
  try {
    return definition.prepare(resolveParams(definition.params, step), form);
  } catch (error) {
    if (!(error instanceof LoomError)) throw error;
    throw new LoomError(error.code, `${where}: ${error.message}`, { where });
  }
}

import { float, type Fields, type FloatField, type ParamsOf, type SavedParams } from '../../base/fields.js';
import { problem, type Problem } from '../../base/problem.js';
import type { Mt19937 } from '../../random/torch.js';
import type { ImageForm } from '../imageSet.js';
import type { PlacedStep, StepAdvice } from '../step.js';

/**
 * Changes one image, bytes `[channels, side, side]`: draws from `gen` what torchvision would draw from torch's
 * generator, reads `from` and writes every byte of `to`, which must not overlap `from`. Allocates nothing
 * whose size depends on the image.
 */
export type Augment = (gen: Mt19937, from: Uint8Array, to: Uint8Array) => void;

/** The images of a project, for advice. */
export interface AdvisedImages extends ImageForm {
  /** True for the built-in data set, whose classes are known. */
  readonly builtIn: boolean;
}

/** A random change to training images, applied afresh each time an image is used. */
export interface AugmentationDefinition<F extends Fields = Fields> {
  /** Its name in torchvision. */
  readonly type: string;
  readonly summary: string;
  readonly params: F;
  /** Settings of a newly added step, where torchvision's defaults change nothing. */
  readonly suggested?: SavedParams;
  /** The first argument of torchvision's constructor if it depends on the images, such as the size of a crop. */
  readonly leading?: (form: ImageForm) => number;
  /** The problem of settings that do not fit each other or the images; null if there is none. */
  check?(params: ParamsOf<F>, form: ImageForm): Problem | null;
  /** Advice about a step that fits. */
  advice?(params: ParamsOf<F>, step: PlacedStep, images: AdvisedImages): StepAdvice | null;
  /** Prepares the step for images of one form, which the settings fit. */
  prepare(params: ParamsOf<F>, form: ImageForm): Augment;
}

/** The probability of a change, torchvision's `p`. */
export const probability = (help: string): FloatField =>
  float({ default: 0.5, min: 0, max: 1, label: 'Probability', help });

/** The problem of reversed bounds, between which PyTorch cannot draw a number. */
export function reversed(param: string, values: readonly number[]): Problem | null {
  return values[0]! > values[1]! ? problem('bad-project/range-order', { param, values }) : null;
}

// `prepare` is a method so that a list can hold declarations with different fields.

/** Declares an augmentation, keeping the types of its name and fields. */
export function defineAugmentation<const T extends string, F extends Fields>(
  augmentation: AugmentationDefinition<F> & { readonly type: T },
): AugmentationDefinition<F> & { readonly type: T } {
  return augmentation;
}

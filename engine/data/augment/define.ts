import { float, type Fields, type FloatField, type ParamsOf, type SavedParams } from '../../base/fields.js';
import type { Problem } from '../../base/problem.js';
import type { Mt19937 } from '../../random/mt19937.js';
import type { ImageForm } from '../imageSet.js';
import type { PlacedStep, StepAdvice } from '../step.js';

/**
 * Changes one image, bytes `[channels, side, side]`: draws from `gen` what torchvision would draw from torch's
 * generator, reads `from` and writes every byte of `to`, which is other memory. Nothing that grows with the
 * image is allocated.
 */
export type Augment = (gen: Mt19937, from: Uint8Array, to: Uint8Array) => void;

/** The images of a project, for advice. */
export interface AdvisedImages extends ImageForm {
  /** Whether they are the built-in data set, of which it is known what its classes look like. */
  readonly builtIn: boolean;
}

/** A random change to training images, made anew each time that an image comes up. */
export interface AugmentationDefinition<F extends Fields = Fields> {
  /** Its name in torchvision. */
  readonly type: string;
  readonly summary: string;
  readonly params: F;
  /** What a newly added one starts with, where torchvision's defaults change nothing. */
  readonly suggested?: SavedParams;
  /** What torchvision's constructor takes first and the images decide, such as the size of a crop. */
  readonly leading?: (form: ImageForm) => number;
  /** Why the settings do not fit each other or the images; null when they do. */
  check?(params: ParamsOf<F>, form: ImageForm): Problem | null;
  /** What is worth knowing about a step that fits. */
  advice?(params: ParamsOf<F>, step: PlacedStep, images: AdvisedImages): StepAdvice | null;
  /** Makes it ready for images of one size that the settings fit. */
  prepare(params: ParamsOf<F>, form: ImageForm): Augment;
}

/** How often a change is made, torchvision's `p`. */
export const probability = (help: string): FloatField =>
  float({ default: 0.5, min: 0, max: 1, label: 'Probability', help });

// `prepare` is a method so that a list can hold declarations with different fields.

/** Declares an augmentation, keeping the types of its name and fields. */
export function defineAugmentation<const T extends string, F extends Fields>(
  augmentation: AugmentationDefinition<F> & { readonly type: T },
): AugmentationDefinition<F> & { readonly type: T } {
  return augmentation;
}

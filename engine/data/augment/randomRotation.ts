import { nextUniform } from '../../random/torch.js';
import { noEffect } from '../step.js';
import { degreesField, inverseAffine, prepareWarp, rotationAdvice, WARP_FIELDS } from './affine.js';
import { defineAugmentation } from './define.js';

/**
 * Rotates the image about its center by an angle between −degrees and +degrees. One draw.
 * https://docs.pytorch.org/vision/stable/generated/torchvision.transforms.RandomRotation.html
 */
export const randomRotation = defineAugmentation({
  type: 'RandomRotation',
  summary: 'Rotates the image by a random angle in either direction.',
  params: {
    degrees: degreesField(15),
    ...WARP_FIELDS,
  },
  advice: ({ degrees }, step) =>
    degrees === 0 ? noEffect(step, ['degrees']) : rotationAdvice(degrees, step, 15),
  prepare: ({ degrees, interpolation, fill }, form) => {
    const warp = prepareWarp(form, interpolation, fill);
    return (gen, from, to) => {
      // Rotations are counterclockwise, those of affine maps clockwise.
      warp(inverseAffine({ angle: -nextUniform(gen, -degrees, degrees) }), from, to);
    };
  },
});

import { float, int } from '../../base/fields.js';
import { nextUniform } from '../../random/distributions.js';
import { adviceOn, noEffect, setting } from '../step.js';
import { interpolationField, inverseAffine, prepareWarp } from './affine.js';
import { defineAugmentation, LARGE_ANGLE } from './define.js';

/**
 * Rotates the image about its center by an angle between −degrees and +degrees. One draw.
 * https://docs.pytorch.org/vision/stable/generated/torchvision.transforms.RandomRotation.html
 */
export const randomRotation = defineAugmentation({
  type: 'RandomRotation',
  summary: 'Rotates the image by a random angle in either direction.',
  params: {
    degrees: float({
      default: 15,
      min: 0,
      max: 180,
      required: 'positional',
      label: 'Degrees',
      help: 'Maximum angle in either direction.',
    }),
    interpolation: interpolationField,
    fill: int({
      default: 0,
      min: 0,
      max: 255,
      label: 'Fill',
      help: 'Value of the uncovered corners, 0 (black) to 255.',
    }),
  },
  advice: ({ degrees }, step) => {
    if (degrees === 0) return noEffect(step, ['degrees']);
    if (degrees <= LARGE_ANGLE) return null;
    return adviceOn(step, 'warning', 'advice/large-rotation', { degrees }, [setting(step, 'degrees', 15)]);
  },
  prepare: ({ degrees, interpolation, fill }, form) => {
    const warp = prepareWarp(form, interpolation, fill);
    return (gen, from, to) => {
      // Rotations are counterclockwise, those of affine maps clockwise.
      warp(inverseAffine({ angle: -nextUniform(gen, -degrees, degrees) }), from, to);
    };
  },
});

import { numbers } from '../../base/fields.js';
import { nextUniform } from '../../random/torch.js';
import { adviceOn, noEffect } from '../step.js';
import {
  degreesField,
  inverseAffine,
  prepareWarp,
  rotationAdvice,
  roundHalfToEven,
  WARP_FIELDS,
} from './affine.js';
import { defineAugmentation, reversed } from './define.js';

/** The largest shift with which most of the image stays in view. */
const MOST_SHIFTED = 0.5;

/**
 * Rotates, moves, scales and slants the image at random. One draw for the angle, two for the translation, one for the
 * scale and two for the shear; none for a setting that changes nothing, as torchvision's None.
 * https://docs.pytorch.org/vision/stable/generated/torchvision.transforms.RandomAffine.html
 */
export const randomAffine = defineAugmentation({
  type: 'RandomAffine',
  summary: 'Rotates, moves, scales and slants the image at random.',
  params: {
    degrees: degreesField(10),
    translate: numbers({
      default: [0, 0],
      min: 0,
      max: 1,
      length: 2,
      label: 'Translation',
      help: 'Maximum shift across and down, as shares of the image.',
    }),
    scale: numbers({
      default: [1, 1],
      min: 0.01,
      max: 100,
      length: 2,
      label: 'Scale',
      help: 'Minimum and maximum size of the content; 1 keeps it.',
    }),
    shear: numbers({
      default: [0, 0, 0, 0],
      min: -89,
      max: 89,
      length: 4,
      label: 'Shear',
      help: 'Minimum and maximum slant across, then minimum and maximum slant down, in degrees.',
    }),
    ...WARP_FIELDS,
  },
  suggested: { degrees: 10, translate: [0.1, 0.1], scale: [0.9, 1.1] },
  check: ({ scale, shear }) =>
    reversed('scale', scale) ?? reversed('shear', shear.slice(0, 2)) ?? reversed('shear', shear.slice(2)),
  advice: ({ degrees, translate, scale, shear }, step) => {
    const large = rotationAdvice(degrees, step, 10);
    if (large) return large;
    if (translate.some((share) => share > MOST_SHIFTED))
      return adviceOn(step, 'warning', 'advice/large-translation', {});
    const changes =
      degrees > 0 || translate.some(isSet) || scale.some((one) => one !== 1) || shear.some(isSet);
    return changes ? null : noEffect(step, ['degrees', 'translate', 'shear']);
  },
  prepare: ({ degrees, translate, scale, shear, interpolation, fill }, form) => {
    const warp = prepareWarp(form, interpolation, fill);
    const shift = translate.map((share) => share * form.side);
    const [moves, scales, slants] = [
      translate.some(isSet),
      scale.some((one) => one !== 1),
      shear.some(isSet),
    ];
    return (gen, from, to) => {
      const between = (least: number, most: number) => nextUniform(gen, least, most);
      const pixels = (most: number) => roundHalfToEven(between(-most, most));
      const matrix = inverseAffine({
        angle: between(-degrees, degrees),
        translate: moves ? [pixels(shift[0]!), pixels(shift[1]!)] : [0, 0],
        scale: scales ? between(scale[0]!, scale[1]!) : 1,
        shear: slants ? [between(shear[0]!, shear[1]!), between(shear[2]!, shear[3]!)] : [0, 0],
      });
      warp(matrix, from, to);
    };
  },
});

const isSet = (value: number) => value !== 0;

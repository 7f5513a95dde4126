import type { Sentences } from '../language.js';
import { capital, counted } from './phrases.js';

const list = new Intl.ListFormat('en-US');

/** Steps that prepare the samples, and advice about them. */
export const pipeline = {
  'bad-project/step-samples': ({ type, appliesTo }) =>
    `${type} is for ${appliesTo === 'images' ? 'images' : 'tables'}.`,
  'bad-project/step-takes-bytes': ({ type, converter }) =>
    type === converter
      ? `${type} is used twice: after the first there are no pixel bytes left.`
      : `${type} expects pixel bytes, but ${converter} converts them before it.`,
  'bad-project/step-takes-numbers': ({ type, converter }) =>
    `${type} comes before ${converter}, but it expects numbers, not bytes.`,
  'bad-project/no-converter': ({ converter }) =>
    `${converter} is missing: without it, the model would receive bytes, which it can't compute with.`,
  'bad-project/step-numbers': ({ params, each, expected, found }) =>
    `There ${expected === 1 ? 'is' : 'are'} ${counted(expected, each)}: enter ${counted(expected, 'number')}, not ${found}, for ${list.format(params)}.`,
  'bad-project/mirrored-padding': ({ mode, side, most, padding }) =>
    `${capital(mode)} padding of ${side} × ${side} images can be at most ${most}, got ${padding}.`,
  'bad-project/range-order': ({ param, values }) =>
    `${capital(param)}: expected the smaller number first, got ${values.join(', ')}.`,
  'bad-project/target-step': ({ type, why }) =>
    why === 'classes'
      ? `The target is a class: ${type} is for targets that are numbers.`
      : `${type} can't be undone with these settings, so predictions could not be converted to the target's unit.`,
  'advice/no-effect': ({ params }) => `With ${list.format(params)} at 0, this changes nothing.`,
  'advice/same-form': ({ channels, side }) =>
    `This changes nothing: the images have ${side} × ${side} pixels${channels === 1 ? ' in gray' : ''} already.`,
  'advice/enlarged': ({ size, side }) =>
    `Enlarged from ${side} to ${size} pixels, images show no more than before, and a model takes longer to train.`,
  'advice/crop-larger': ({ size, side }) =>
    `The images have only ${side} × ${side} pixels: a crop of ${size} adds a black border.`,
  'advice/normalized-twice': () =>
    'Images are normalized already; normalizing them again shifts them away from 0.',
  'advice/not-normalized': () =>
    'Without Normalize, the inputs lie between 0 and 1. The model learns faster from inputs centered at 0.',
  'advice/standardized-twice': () => 'The values are standardized already.',
  'advice/not-standardized': () =>
    'The inputs are not scaled. Models learn best from inputs near 0, roughly between −1 and 1.',
  'advice/zero-factor': () => 'A factor of 0 makes every input 0: there is nothing left to learn from.',
  'advice/crop-padding': ({ padding, side }) =>
    padding < side
      ? `A padding of ${padding} can move more than half of a ${side}-pixel image out of view.`
      : `A padding of ${padding} is larger than the image: some crops show none of it.`,
  'advice/mirrored-meaning': () =>
    'Digits and text change meaning when mirrored, and so does anything that distinguishes left from right. Keep this only if it does not change the class of an image.',
  'advice/changed-colors': () =>
    'Hue turns red into other colors. Where color distinguishes the classes (ripe from unripe, a frog from a horse), they become harder to tell apart.',
  'advice/large-rotation': ({ degrees }) =>
    `Rotations of up to ${degrees}° turn objects sideways or upside down, and a 6 becomes a 9.`,
  'advice/large-translation': () => 'More than half of the image can move out of view.',
  'advice/any-change': () =>
    'It rotates images by up to 135° and inverts bright colors. Keep this only if that does not change the class of an image.',
  'advice/large-erasing': () => 'The rectangle may cover most of the image, including the object itself.',
  'advice/erasing-first': () =>
    'Later steps move or recolor the rectangle too. RandomErasing usually comes last.',
} satisfies Partial<Sentences>;

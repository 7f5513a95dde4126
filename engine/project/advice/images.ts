import { LoomError } from '../../base/errors.js';
import { resolveParams } from '../../base/fields.js';
import { formOfSource } from '../samples.js';
import type { ImageDataSpec } from '../schema.js';
import { colorJitter } from '../../data/augment/colorJitter.js';
import { prepareAugmentations, type AugmentationSpec } from '../../data/augment/index.js';
import { randomCrop } from '../../data/augment/randomCrop.js';
import { randomErasing } from '../../data/augment/randomErasing.js';
import { randomHorizontalFlip } from '../../data/augment/randomHorizontalFlip.js';
import { randomRotation } from '../../data/augment/randomRotation.js';
import { figures, foreign, missing, onStep, positionOf, twice, type Rule } from './define.js';

const FULL_TURN_OF_MEANING = 45;
const STRONG_HUE = 0.1;
const MOST_COVERED = 0.5;

/** Every rule on images, each a sentence and where there is one a repair. */
export const IMAGE_RULES: readonly Rule<ImageDataSpec>[] = [
  foreign,
  missing('ToTensor', {
    weight: 'problem',
    message: 'ToTensor is missing: without it the model would get bytes, which it cannot compute with.',
    repair: { kind: 'add-step', part: 'transforms', type: 'ToTensor' },
  }),
  twice('transforms', 'ToTensor', {
    weight: 'problem',
    message: 'ToTensor is here twice: after the first there are no bytes any more.',
  }),
  onStep('transforms', 'Normalize', (_, index, data) => {
    const tensor = positionOf(data, 'ToTensor');
    if (tensor < index) return null;
    const message = 'Normalize stands before ToTensor, but it takes numbers, not bytes.';
    return {
      weight: 'problem',
      message,
      repair: { kind: 'move-step', part: 'transforms', index: tensor, to: 0 },
    };
  }),
  figures('Normalize', 'channel'),
  twice('transforms', 'Normalize', {
    weight: 'warning',
    message: 'Images are normalized already: doing so again moves them away from 0.',
  }),
  missing('Normalize', {
    weight: 'note',
    message: 'Without Normalize the inputs lie between 0 and 1. Centred at 0, the model learns faster.',
    repair: { kind: 'compute-step', type: 'Normalize', samples: 'images' },
  }),
  (data) =>
    data.augment.flatMap((step, index) => {
      const message = settingsProblem(step, data);
      return message === null ? [] : [{ part: 'augment', index, weight: 'problem', message, repair: null }];
    }),
  onStep('augment', 'RandomCrop', (step, index, data) => {
    const { padding } = resolveParams(randomCrop.params, step);
    const { side } = formOfSource(data.source);
    const value = Math.round(side / 8);
    const repair = { kind: 'set-step', part: 'augment', index, param: 'padding', value } as const;
    if (padding === 0) return { weight: 'note', message: 'Without padding this changes nothing.', repair };
    if (padding < side / 2) return null;
    const message =
      padding < side
        ? `A padding of ${padding} moves more than half of a ${side} pixel image out of sight.`
        : `A padding of ${padding} is larger than the image: some crops show nothing of it.`;
    return { weight: 'warning', message, repair };
  }),
  onStep('augment', 'RandomHorizontalFlip', (step, _, data) => {
    if (resolveParams(randomHorizontalFlip.params, step).p === 0)
      return { weight: 'note', message: 'With probability 0 this changes nothing.' };
    // Nothing in CIFAR-10 is another thing when mirrored.
    if (data.source.kind === 'cifar10') return null;
    const message =
      'Digits and text change meaning when mirrored, and so does all that tells left from right. Keep this only if your classes stay what they are.';
    return { weight: 'note', message };
  }),
  onStep('augment', 'ColorJitter', (step, index, data) => {
    const { hue, ...others } = resolveParams(colorJitter.params, step);
    if (hue === 0 && Object.values(others).every((strength) => strength === 0))
      return { weight: 'note', message: 'With all four at 0 this changes nothing.' };
    if (hue <= STRONG_HUE && (hue === 0 || data.source.kind === 'cifar10')) return null;
    const message = `Hue turns red into other colours. Where colour tells the classes apart (ripe from unripe, a frog from a horse), they become harder to tell.`;
    const repair = { kind: 'set-step', part: 'augment', index, param: 'hue', value: 0 } as const;
    return { weight: hue > STRONG_HUE ? 'warning' : 'note', message, repair };
  }),
  onStep('augment', 'RandomRotation', (step, index) => {
    const { degrees } = resolveParams(randomRotation.params, step);
    if (degrees === 0) return { weight: 'note', message: 'With 0 degrees this changes nothing.' };
    if (degrees <= FULL_TURN_OF_MEANING) return null;
    const message = `Turned by up to ${degrees}°, things lie on their side or stand on their head, and a 6 becomes a 9.`;
    const repair = { kind: 'set-step', part: 'augment', index, param: 'degrees', value: 15 } as const;
    return { weight: 'warning', message, repair };
  }),
  onStep('augment', 'RandomErasing', (step, index, data) => {
    const { p, scale } = resolveParams(randomErasing.params, step);
    const last = data.augment.length - 1;
    if (p === 0) return { weight: 'note', message: 'With probability 0 this changes nothing.' };
    if (scale[1]! > MOST_COVERED)
      return {
        weight: 'warning',
        message: 'The rectangle may cover most of the image, and with it the thing itself.',
      };
    if (index === last) return null;
    const message = 'What follows moves or colours the rectangle too. It usually comes last.';
    return { weight: 'note', message, repair: { kind: 'move-step', part: 'augment', index, to: last } };
  }),
];

/** Why an augmentation's settings do not fit the images; null when they do. */
function settingsProblem(step: AugmentationSpec, { source }: ImageDataSpec): string | null {
  try {
    prepareAugmentations([step], formOfSource(source));
    return null;
  } catch (error) {
    if (!(error instanceof LoomError)) throw error;
    // The step is where it is shown, so its place and name need not be said.
    return `${error.message.replace(/^data\.augment\[0\]: \w+: /, '')}.`.replace(/^./, (first) =>
      first.toUpperCase(),
    );
  }
}

import { it } from 'vitest';
import { templates } from './templates.js';
import type { DataSpec, ImageDataSpec } from './schema.js';
import { expectAdvice, type ExpectedAdvice } from '../testing/problems.js';
import type { StepSpec } from '../data/step.js';

const birds = templates.find(({ id }) => id === 'fully-connected')!.project.data as ImageDataSpec;
const own: ImageDataSpec['source'] = {
  kind: 'images',
  id: '0'.repeat(64),
  name: 'own',
  side: 32,
  channels: 3,
};

const images = (change: Partial<ImageDataSpec>) => ({ ...birds, ...change }) as ImageDataSpec;
const augmented = (...augment: StepSpec[]) => images({ augment });

it.each<[string, DataSpec, ...ExpectedAdvice]>([
  [
    'a crop without padding',
    augmented({ type: 'RandomCrop' }),
    'note',
    /changes nothing/,
    { kind: 'set-step', value: 4 },
  ],
  [
    'a crop that moves half of the image out of view',
    augmented({ type: 'RandomCrop', padding: 16 }),
    'warning',
    /more than half/,
    { kind: 'set-step', value: 4 },
  ],
  [
    'a crop that can miss the image',
    augmented({ type: 'RandomCrop', padding: 40 }),
    'warning',
    /larger than the image/,
    { kind: 'set-step' },
  ],
  [
    'more padding than can be mirrored',
    augmented({ type: 'RandomCrop', padding: 32, padding_mode: 'reflect' }),
    'problem',
    /^Reflect padding .*at most 31/,
    null,
  ],
  [
    'an affine map that changes nothing',
    augmented({ type: 'RandomAffine', degrees: 0 }),
    'note',
    /changes nothing/,
    null,
  ],
  [
    'a shift out of view',
    augmented({ type: 'RandomAffine', translate: [0.1, 0.6] }),
    'warning',
    /More than half/,
    null,
  ],
  [
    'reversed slants',
    augmented({ type: 'RandomAffine', shear: [0, 0, 5, -5] }),
    'problem',
    /Shear: expected the smaller number first/,
    null,
  ],
  [
    'any change of user images',
    images({ source: own, augment: [{ type: 'TrivialAugmentWide' }] }),
    'note',
    /rotates images by up to 135°/,
    null,
  ],
  [
    'mirrored user images',
    images({ source: own, augment: [{ type: 'RandomHorizontalFlip' }] }),
    'note',
    /Digits and text change meaning/,
    null,
  ],
  [
    'a flip with probability 0',
    augmented({ type: 'RandomHorizontalFlip', p: 0 }),
    'note',
    /changes nothing/,
    null,
  ],
  [
    'a rotation by 180°',
    augmented({ type: 'RandomRotation', degrees: 180 }),
    'warning',
    /up to 180°.*6 becomes a 9/,
    { kind: 'set-step', value: 15 },
  ],
  [
    'strong hue',
    augmented({ type: 'ColorJitter', hue: 0.4 }),
    'warning',
    /color distinguishes the classes/,
    { kind: 'set-step', param: 'hue', value: 0 },
  ],
  [
    'hue in user images',
    images({ source: own, augment: [{ type: 'ColorJitter', hue: 0.02 }] }),
    'note',
    /color distinguishes/,
    { kind: 'set-step' },
  ],
  ['no jitter', augmented({ type: 'ColorJitter' }), 'note', /changes nothing/, null],
  [
    'erasing first',
    augmented({ type: 'RandomErasing' }, { type: 'RandomCrop', padding: 4 }),
    'note',
    /comes last/,
    { kind: 'move-step', to: 1 },
  ],
  [
    'erasing most',
    augmented({ type: 'RandomErasing', scale: [0.02, 0.9] }),
    'warning',
    /most of the image/,
    null,
  ],
  [
    'reversed area bounds',
    augmented({ type: 'RandomErasing', scale: [0.4, 0.1] }),
    'problem',
    /^Scale: expected the smaller/,
    null,
  ],
])('%s: a %s', (_, data, ...expected) => expectAdvice(data, ...expected));

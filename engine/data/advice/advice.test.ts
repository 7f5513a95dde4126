import { expect, it } from 'vitest';
import { templates } from '../../project/templates.js';
import type { DataSpec, ImageDataSpec, TableDataSpec } from '../../project/schema.js';
import type { AugmentationSpec } from '../augment/index.js';
import { advise } from './index.js';

const birds = templates.find(({ id }) => id === 'fully-connected')!.project.data as ImageDataSpec;
const thermometer = templates.find(({ id }) => id === 'linear-regressor')!.project.data as TableDataSpec;
const own: ImageDataSpec['source'] = {
  kind: 'images',
  id: '0'.repeat(64),
  name: 'own',
  side: 32,
  channels: 3,
};

const tensor = { type: 'ToTensor' };
const normalize = { type: 'Normalize', mean: [0.5, 0.5, 0.5], std: [0.5, 0.5, 0.5] };
const images = (change: Partial<ImageDataSpec>) => ({ ...birds, ...change }) as ImageDataSpec;
const augmented = (...augment: AugmentationSpec[]) => images({ augment });
const table = (...transforms: AugmentationSpec[]): TableDataSpec => ({ ...thermometer, transforms });

it.each<[string, DataSpec]>([
  ['the birds', birds],
  [
    'crop and flip of CIFAR-10',
    augmented({ type: 'RandomCrop', padding: 4 }, { type: 'RandomHorizontalFlip' }),
  ],
  ['the thermometer', thermometer],
])('has nothing to say about %s', (_, data) => {
  expect(advise(data)).toEqual([]);
});

it.each<[string, DataSpec, string, RegExp, object | null]>([
  ['no ToTensor', images({ transforms: [normalize] }), 'problem', /ToTensor is missing/, { kind: 'add' }],
  [
    'two ToTensor',
    images({ transforms: [tensor, tensor, normalize] }),
    'problem',
    /twice/,
    { kind: 'remove', index: 1 },
  ],
  [
    'Normalize first',
    images({ transforms: [normalize, tensor] }),
    'problem',
    /before ToTensor/,
    { kind: 'move', index: 1, to: 0 },
  ],
  [
    'too few means',
    images({ transforms: [tensor, { ...normalize, mean: [0.5] }] }),
    'problem',
    /3 channels.* mean\./,
    { kind: 'compute' },
  ],
  [
    'two Normalize',
    images({ transforms: [tensor, normalize, normalize] }),
    'warning',
    /normalized already/,
    { kind: 'remove', index: 2 },
  ],
  ['no Normalize', images({ transforms: [tensor] }), 'note', /between 0 and 1/, { kind: 'compute' }],
  [
    'a crop without padding',
    augmented({ type: 'RandomCrop' }),
    'note',
    /changes nothing/,
    { kind: 'set', value: 4 },
  ],
  [
    'a crop half out of sight',
    augmented({ type: 'RandomCrop', padding: 16 }),
    'warning',
    /more than half/,
    { kind: 'set', value: 4 },
  ],
  [
    'a crop beside the image',
    augmented({ type: 'RandomCrop', padding: 40 }),
    'warning',
    /larger than the image/,
    { kind: 'set' },
  ],
  [
    'more mirrored than there is',
    augmented({ type: 'RandomCrop', padding: 32, padding_mode: 'reflect' }),
    'problem',
    /^Reflect padding .*at most 31/,
    null,
  ],
  [
    'mirrored images of one’s own',
    images({ source: own, augment: [{ type: 'RandomHorizontalFlip' }] }),
    'note',
    /Digits and text change meaning/,
    null,
  ],
  [
    'a flip that never comes',
    augmented({ type: 'RandomHorizontalFlip', p: 0 }),
    'note',
    /changes nothing/,
    null,
  ],
  [
    'half a turn',
    augmented({ type: 'RandomRotation', degrees: 180 }),
    'warning',
    /up to 180°.*6 becomes a 9/,
    { kind: 'set', value: 15 },
  ],
  [
    'strong hue',
    augmented({ type: 'ColorJitter', hue: 0.4 }),
    'warning',
    /colour tells the classes apart/,
    { kind: 'set', name: 'hue', value: 0 },
  ],
  [
    'hue in images of one’s own',
    images({ source: own, augment: [{ type: 'ColorJitter', hue: 0.02 }] }),
    'note',
    /colour tells/,
    { kind: 'set' },
  ],
  ['no jitter', augmented({ type: 'ColorJitter' }), 'note', /changes nothing/, null],
  [
    'erasing first',
    augmented({ type: 'RandomErasing' }, { type: 'RandomCrop', padding: 4 }),
    'note',
    /comes last/,
    { kind: 'move', to: 1 },
  ],
  [
    'erasing most',
    augmented({ type: 'RandomErasing', scale: [0.02, 0.9] }),
    'warning',
    /most of the image/,
    null,
  ],
  [
    'an area the wrong way round',
    augmented({ type: 'RandomErasing', scale: [0.4, 0.1] }),
    'problem',
    /^Scale: expected the smaller/,
    null,
  ],
  ['a table as it is', table(), 'note', /go in as they are/, { kind: 'compute', type: 'Standardize' }],
  [
    'figures of another table',
    table({ type: 'Standardize', mean: [1, 2], std: [1, 2] }),
    'problem',
    /There is 1 input:/,
    { kind: 'compute' },
  ],
  ['a step for images', table({ type: 'ToTensor' }), 'problem', /ToTensor is for images/, { kind: 'remove' }],
  ['inputs made 0', table({ type: 'Scale', factor: 0 }), 'warning', /nothing left to learn/, null],
])('%s: a %s', (_, data, weight, message, repair) => {
  const [first] = advise(data);
  expect(first).toMatchObject({ weight, message: expect.stringMatching(message) as string });
  if (repair) expect(first!.repair).toMatchObject(repair);
  else expect(first!.repair).toBeNull();
});

it('says the worst first', () => {
  const data = images({
    transforms: [normalize],
    augment: [{ type: 'RandomCrop' }, { type: 'RandomRotation', degrees: 90 }],
  });
  expect(advise(data).map(({ weight }) => weight)).toEqual(['problem', 'warning', 'note']);
});

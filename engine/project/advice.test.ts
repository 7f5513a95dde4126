import { expect, it } from 'vitest';
import { templates } from './templates.js';
import type { DataSpec, ImageDataSpec, TableDataSpec } from './schema.js';
import type { StepSpec } from '../data/step.js';
import { expectAdvice, type ExpectedAdvice } from '../testing/problems.js';
import { advise } from './advice.js';

const birds = templates.find(({ id }) => id === 'fully-connected')!.project.data as ImageDataSpec;
const thermometer = templates.find(({ id }) => id === 'linear-regressor')!.project.data as TableDataSpec;
const tensor = { type: 'ToTensor' };
const normalize = { type: 'Normalize', mean: [0.5, 0.5, 0.5], std: [0.5, 0.5, 0.5] };
const images = (change: Partial<ImageDataSpec>) => ({ ...birds, ...change }) as ImageDataSpec;
const augmented = (...augment: StepSpec[]) => images({ augment });
const pixels = (...steps: StepSpec[]) => images({ transforms: [...steps, tensor, normalize] });
const table = (...transforms: StepSpec[]): TableDataSpec => ({ ...thermometer, transforms });

it.each<[string, DataSpec]>([
  ['the birds', birds],
  [
    'crop and flip of CIFAR-10',
    augmented({ type: 'RandomCrop', padding: 4 }, { type: 'RandomHorizontalFlip' }),
  ],
  ['the thermometer', thermometer],
  ['smaller images', pixels({ type: 'Resize', size: 20 }, { type: 'CenterCrop', size: 16 })],
  ['gray in three channels', pixels({ type: 'Grayscale', num_output_channels: 3 })],
])('has no advice about %s', (_, data) => {
  expect(advise(data)).toEqual([]);
});

it.each<[string, DataSpec, ...ExpectedAdvice]>([
  [
    'no ToTensor',
    images({ transforms: [normalize] }),
    'problem',
    /ToTensor is missing/,
    { kind: 'add-step' },
  ],
  [
    'two ToTensor',
    images({ transforms: [tensor, tensor, normalize] }),
    'problem',
    /twice/,
    { kind: 'remove-step', index: 1 },
  ],
  [
    'Normalize first',
    images({ transforms: [normalize, tensor] }),
    'problem',
    /before ToTensor/,
    { kind: 'move-step', index: 1, to: 0 },
  ],
  [
    'too few means',
    images({ transforms: [tensor, { ...normalize, mean: [0.5] }] }),
    'problem',
    /3 channels.* mean\./,
    { kind: 'compute-step' },
  ],
  [
    'two Normalize',
    images({ transforms: [tensor, normalize, normalize] }),
    'warning',
    /normalized already/,
    { kind: 'remove-step', index: 2 },
  ],
  [
    'Resize after ToTensor',
    images({ transforms: [tensor, { type: 'Resize' }, normalize] }),
    'problem',
    /Resize expects pixel bytes, but ToTensor converts them/,
    { kind: 'move-step', type: 'Resize', index: 1, to: 0 },
  ],
  [
    'Normalize before ToTensor but after Resize',
    images({ transforms: [{ type: 'Resize' }, normalize, tensor] }),
    'problem',
    /before ToTensor/,
    { kind: 'move-step', type: 'ToTensor', index: 2, to: 1 },
  ],
  [
    'means of three channels for gray images',
    pixels({ type: 'Grayscale' }),
    'problem',
    /There is 1 channel: enter 1 number, not 3/,
    { kind: 'compute-step' },
  ],
  [
    'a size that the images have',
    pixels({ type: 'Resize', size: 32 }),
    'note',
    /32 × 32 pixels already/,
    { kind: 'remove-step', index: 0 },
  ],
  [
    'a crop of what was made smaller',
    pixels({ type: 'Resize', size: 20 }, { type: 'CenterCrop', size: 24 }),
    'warning',
    /only 20 × 20 pixels/,
    { kind: 'set-step', index: 1, value: 20 },
  ],
  ['enlarged images', pixels({ type: 'Resize', size: 64 }), 'note', /no more than before/, null],
  ['no Normalize', images({ transforms: [tensor] }), 'note', /between 0 and 1/, { kind: 'compute-step' }],
  ['an unscaled table', table(), 'note', /not scaled/, { kind: 'compute-step', type: 'Standardize' }],
  [
    'figures of another table',
    table({ type: 'Standardize', mean: [1, 2], std: [1, 2] }),
    'problem',
    /There is 1 input:/,
    { kind: 'compute-step' },
  ],
  [
    'a step for images',
    table({ type: 'ToTensor' }),
    'problem',
    /ToTensor is for images/,
    { kind: 'remove-step' },
  ],
  ['inputs made 0', table({ type: 'Scale', factor: 0 }), 'warning', /nothing left to learn/, null],
])('%s: a %s', (_, data, ...expected) => expectAdvice(data, ...expected));

it('sorts advice by severity', () => {
  const data = images({
    transforms: [normalize],
    augment: [{ type: 'RandomCrop' }, { type: 'RandomRotation', degrees: 90 }],
  });
  expect(advise(data).map(({ weight }) => weight)).toEqual(['problem', 'warning', 'note']);
});

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
const table = (...transforms: StepSpec[]): TableDataSpec => ({ ...thermometer, transforms });

it.each<[string, DataSpec]>([
  ['the birds', birds],
  [
    'crop and flip of CIFAR-10',
    augmented({ type: 'RandomCrop', padding: 4 }, { type: 'RandomHorizontalFlip' }),
  ],
  ['the thermometer', thermometer],
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

import { expect, it } from 'vitest';
import type { ImportedImages } from '../data/imageImport.js';
import { diagnose } from './diagnose.js';
import { imageProject } from './templates.js';

const IMAGES: Omit<ImportedImages, 'side'> = {
  id: 'a'.repeat(64),
  name: 'pets',
  channels: 3,
  fit: 'crop',
  background: null,
  classes: [
    { name: 'cat', train: 2, test: 0 },
    { name: 'dog', train: 2, test: 0 },
  ],
  notes: [],
  skippedCount: 0,
  reasons: [],
  skipped: [],
};

it.each([
  [8, 2],
  [28, 2],
  [32, 2],
  [64, 3],
  [128, 4],
  [224, 5],
  [256, 5],
])('images of %i pixels start with a convnet of %i convolutions, which fits', (side, convolutions) => {
  const { model, data, training } = imageProject({ ...IMAGES, side });
  expect(model.layers.filter(({ type }) => type === 'Conv2d')).toHaveLength(convolutions);
  expect(diagnose({ model, data, training }).problems).toEqual([]);
});

it('the project remembers how its images became square and opaque, where that is not usual', () => {
  const usual = imageProject({ ...IMAGES, side: 32 });
  expect(usual.data.source).not.toHaveProperty('fit');
  const images: ImportedImages = { ...IMAGES, side: 32, fit: 'pad', background: '#000000' };
  expect(imageProject(images).data.source).toMatchObject({ fit: 'pad', background: '#000000' });
});

import { expect, it } from 'vitest';
import { refusal } from '../testing/problems.js';
import type { ImageSet } from '../data/imageSet.js';
import { parseProject } from '../project/parse.js';
import { readExample } from '../testing/loom.js';
import { openSource } from './source.js';

/** Two birds to train on and an airplane to validate with. */
const images: ImageSet = {
  classNames: ['airplane', 'bird', 'cat'],
  labels: Uint8Array.of(1, 1, 0),
  trainCount: 2,
  images: new Uint8Array(3 * 3 * 32 * 32),
  channels: 3,
  side: 32,
};

function open(classes: string[]) {
  const project = readExample('birds-vs-airplanes');
  const { data } = parseProject(JSON.stringify({ ...project, data: { ...project.data, classes } }));
  return openSource(data, () => Promise.resolve(images));
}

it('opens the images of the chosen classes', async () => {
  const { train, validation } = await open(['airplane', 'bird']);
  expect([[...train], [...validation]]).toEqual([[0, 1], [2]]);
});

it.each([
  [['cat'], 'data.classes', 'No training image has any of the chosen classes (cat). Choose classes that'],
  [['airplane'], 'data.classes', 'No training image has any of the chosen classes (airplane)'],
  [['bird'], 'data.validation', 'no test split with the chosen classes. Validate on a share'],
])('refuses %s, of which there is nothing', async (classes, where, message) => {
  const found = await refusal(() => open(classes));
  expect(found.family).toBe('bad-data');
  expect(found.message).toContain(`${where}: `);
  expect(found.message).toContain(message);
});

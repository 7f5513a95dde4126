import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { augmentations } from '../data/augment/index.js';
import { refusal } from '../testing/problems.js';
import { parseProject, serializeProject } from './parse.js';

const text = readFileSync(new URL('../../assets/examples/birds-vs-airplanes.loom', import.meta.url), 'utf8');

function withAugment(augment: unknown): string {
  const project = JSON.parse(text) as { data: Record<string, unknown> };
  return JSON.stringify({ ...project, data: { ...project.data, augment } });
}

it('preserves every augmentation when saved and loaded', () => {
  const augment = augmentations.map(({ type, suggested }) => ({ type, ...suggested }));
  const project = parseProject(withAugment(augment));
  expect(project.data).toMatchObject({ augment });
  expect(parseProject(serializeProject(project))).toEqual(project);
});

it.each<[string, unknown, RegExp]>([
  ['an unknown one', [{ type: 'RandomFlip' }], /data\.augment\[0\]\.type: .*RandomFlip/],
  ['a transform', [{ type: 'ToTensor' }], /data\.augment\[0\]\.type: .*ToTensor/],
  ['an unknown setting', [{ type: 'RandomCrop', size: 32 }], /data\.augment\[0\].*"size"/],
  ['a probability over 1', [{ type: 'RandomHorizontalFlip', p: 2 }], /data\.augment\[0\]\.p: .*1, got 2/],
  ['half a pixel', [{ type: 'RandomCrop', padding: 0.5 }], /data\.augment\[0\]\.padding/],
  ['one bound of two', [{ type: 'RandomErasing', scale: [0.1] }], /data\.augment\[0\]\.scale/],
  ['an object instead of a list', { type: 'RandomCrop' }, /data\.augment: Expected a list/],
  ['a hundred of them', Array.from({ length: 100 }, () => ({ type: 'RandomCrop' })), /data\.augment: .*32/],
])('rejects %s, with its place', async (_, augment, message) => {
  expect((await refusal(() => parseProject(withAugment(augment)))).message).toMatch(message);
});

it('rejects augmentation of a table', async () => {
  const table = readFileSync(
    new URL('../../assets/examples/thermometer-linear.loom', import.meta.url),
    'utf8',
  );
  const project = JSON.parse(table) as { data: object };
  const data = { ...project.data, augment: [] };
  const { message } = await refusal(() => parseProject(JSON.stringify({ ...project, data })));
  expect(message).toMatch(/data: Unknown field "augment"/);
});

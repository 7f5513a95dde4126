import { expect, it } from 'vitest';
import { templates } from '../project/templates.js';
import type { Project } from '../project/schema.js';
import { float32, toNumbers } from '../tensor/tensor.js';
import { openLandscape } from './landscape.js';

const { project } = templates.find(({ id }) => id === 'linear-regressor')!;
const start = { 'linear.weight': float32([1, 1], [1]), 'linear.bias': float32([1], [0]) };

const thermometer = (lr: number, transforms: Project['data']['transforms'] = []) =>
  openLandscape({
    ...project,
    data: { ...project.data, validation: null, transforms },
    training: { ...project.training, optimizer: { type: 'SGD', lr } },
  });

it('takes the steps of chapter 5 of the book', async () => {
  const { lossAt, descend } = await thermometer(1e-4);
  expect(lossAt(start)).toBeCloseTo(1763.8848, 2);
  const { points, losses } = await descend(start, 100);
  expect(losses[0]).toBeCloseTo(1763.8848, 2);
  expect(losses[1]).toBeCloseTo(323.0905, 2);
  expect(losses[99]).toBeCloseTo(29.0228, 2);
  expect(toNumbers(points[100]!['linear.weight']!)[0]).toBeCloseTo(0.2327, 3);
  expect(points).toHaveLength(101);
});

it('stops where the loss is no number any more', async () => {
  const { losses, points } = await (await thermometer(1e-1)).descend(start, 500);
  expect(losses[3]).toBeGreaterThan(1e6);
  expect(losses.at(-1)).not.toSatisfy(Number.isFinite);
  expect(points).toHaveLength(losses.length);
});

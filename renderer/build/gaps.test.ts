import { expect, it } from 'vitest';
import { nearestGap } from './gaps.js';

const boxes = ['input', 'a', 'b', 'output'].map((id, i) => ({
  id,
  x: 0,
  y: i * 100,
  width: 200,
  height: 60,
}));

it('finds the gap that a drop is nearest to', () => {
  expect(nearestGap(boxes, { x: 100, y: 80 }).index).toBe(0);
  expect(nearestGap(boxes, { x: 400, y: 280 }).index).toBe(2);
  expect(nearestGap(boxes, { x: 100, y: 190 }).index).toBe(1);
});

it('a dragged box bends no gap of its own', () => {
  expect(nearestGap(boxes, { x: 100, y: 80 }, 'a').index).toBe(2);
});

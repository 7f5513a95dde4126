import { expect, it } from 'vitest';
import { viewArea, type Area } from './areas.js';
import { overviewBox } from './overviewBox.js';

const area = (x: number, y: number, width: number, height: number) => ({ x, y, width, height });
const contains = (outer: Area, inner: Area) =>
  inner.x >= outer.x &&
  inner.y >= outer.y &&
  inner.x + inner.width <= outer.x + outer.width &&
  inner.y + inner.height <= outer.y + outer.height;

it('the view in the canvas’s own units follows from React Flow’s transform', () => {
  expect(viewArea([100, -50, 2], { width: 800, height: 600 })).toEqual(area(-50, 25, 400, 300));
});

it('the overview shows a short graph in its proportions and a long one wide enough to see', () => {
  const short = overviewBox([area(0, 0, 272, 80), area(0, 110, 272, 80)]);
  expect(short.width / short.height).toBeCloseTo(128 / 96, 5);
  expect(contains(short, area(0, 0, 272, 190))).toBe(true);
  const long = overviewBox(Array.from({ length: 300 }, (_, i) => area(0, i * 110, 272, 80)));
  expect(272 / long.width).toBeCloseTo(0.2, 5);
  expect(contains(long, area(0, 0, 272, 299 * 110 + 80))).toBe(true);
});

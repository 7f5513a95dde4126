import { expect, it } from 'vitest';
import { contour, doublingLevels, gridOf } from './LandscapeMap.js';

it('draws the contour of a bowl at the same distance all around', () => {
  const bowl = gridOf([-1, 1], [-1, 1], 41, (x, y) => x * x + y * y);
  const points = [...contour(bowl, 0.25).matchAll(/[ML]([\d.]+) ([\d.]+)/g)];
  expect(points.length).toBeGreaterThan(40);
  for (const [, x, y] of points) expect(Math.hypot(Number(x) - 0.5, Number(y) - 0.5)).toBeCloseTo(0.25, 2);
});

it('doubles levels, or more than doubles where the range is wide', () => {
  expect(doublingLevels([3, 30], 8)).toEqual([6, 12, 24]);
  expect(doublingLevels([1, 1e9], 9).length).toBeLessThanOrEqual(9);
});

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { StepSeries } from './training.js';

it('keeps a bounded number of points with the mean of all values', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 400 }), (steps) => {
      const series = new StepSeries(10);
      series.push(
        1,
        Array.from({ length: steps }, (_, i) => i),
      );
      expect(series.losses.length).toBeLessThan(20);
      const covered = series.losses.length * series.stride;
      expect(steps - covered).toBeLessThan(series.stride);
      const mean = series.losses.reduce((sum, value) => sum + value, 0) / series.losses.length;
      expect(mean).toBeCloseTo((covered - 1) / 2);
    }),
  );
});

it('appends consecutive steps and starts over after a gap', () => {
  const series = new StepSeries();
  series.push(1, [4, 3]);
  series.push(3, [2]);
  expect([series.first, series.losses]).toEqual([1, [4, 3, 2]]);
  series.push(9, [1]);
  expect([series.first, series.losses]).toEqual([9, [1]]);
});

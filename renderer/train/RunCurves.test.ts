import { expect, it } from 'vitest';
import { StepSeries } from '../../engine/train/course.js';
import { curveOf, meanSpeed, overlaid, runLines, smoothed, thinned } from './RunCurves.js';

const epoch = (n: number) => ({
  epoch: n,
  trainLoss: 1 / n,
  trainAccuracy: null,
  validationLoss: 2 / n,
  validationAccuracy: null,
  regression: null,
  seconds: 1,
  imagesPerSecond: n * 100,
});

it('merges steps and epochs on one ascending axis', () => {
  const steps = new StepSeries();
  steps.push(1, [0.9, 0.8, 0.7, 0.6]);
  const live = { start: { stepsPerEpoch: 2 }, steps } as never;
  const { xs, figure } = runLines([epoch(1), epoch(2)], curveOf({ live, course: null }), 0);
  expect(xs).toEqual([...xs].sort((a, b) => a - b));
  expect(xs.length).toBe(6);
  expect(figure(({ trainLoss }) => trainLoss).filter((value) => value !== null)).toEqual([1, 0.5]);
});

it('places the steps of a resumed run at their own positions, not at the previous epoch', () => {
  const steps = new StepSeries();
  steps.push(4, [0.5, 0.4]);
  const live = { start: { stepsPerEpoch: 2, epochsDone: 1 }, steps } as never;
  expect(runLines([epoch(1)], curveOf({ live, course: null }), 0).xs).toEqual([1, 2, 2.5]);
});

it('keeps the first and last of many epochs', () => {
  const shown = thinned(Array.from({ length: 5001 }, (_, i) => epoch(i + 1)));
  expect(shown.length).toBeLessThanOrEqual(2001);
  expect(shown[0]?.epoch).toBe(1);
  expect(shown.at(-1)?.epoch).toBe(5001);
});

it('smooths without moving a constant', () => {
  for (const value of smoothed([3, 3, 3], 0.9)) expect(value).toBeCloseTo(3, 12);
  expect(smoothed([1, 2], 0)).toEqual([1, 2]);
});

it('aligns runs of different lengths on one axis', () => {
  const { xs, values } = overlaid(
    [
      [epoch(1), epoch(2)],
      [epoch(2), epoch(3)],
    ],
    'trainLoss',
  );
  expect(xs).toEqual([1, 2, 3]);
  expect(values).toEqual([
    [1, 1 / 2, null],
    [null, 1 / 2, 1 / 3],
  ]);
});

it("means a run's speed over its time, without epochs of unknown speed", () => {
  expect(meanSpeed([epoch(1), epoch(3)])).toBeCloseTo(150);
  expect(meanSpeed([{ ...epoch(1), imagesPerSecond: 0 }, epoch(2)])).toBeCloseTo(200);
  expect(meanSpeed([])).toBeNull();
});

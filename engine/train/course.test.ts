import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Course, courseSchema, createCourseKeeper, StepSeries } from './course.js';

it('keeps a bounded number of points with the mean of all values', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 400 }), (steps) => {
      const series = new StepSeries(undefined, 10);
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

it('goes on with a curve that was kept, and replaces steps that are taken again', () => {
  const series = new StepSeries(undefined, 4);
  series.push(1, [8, 8, 6, 6, 4, 4, 2, 2, 1]);
  const { first, stride, losses } = series;
  expect({ first, stride, losses }).toEqual({ first: 1, stride: 2, losses: [8, 6, 4, 2] });
  const resumed = new StepSeries({ first, stride, losses }, 100);
  // The last point ends with step 8; the checkpoint has 5.
  resumed.push(6, [2, 2, 0, 0]);
  expect(resumed.losses).toEqual([8, 6, 3, 1]);
  // Step 9 was not complete when the curve was kept: it counts as the point before it.
  const after = new StepSeries({ first, stride, losses }, 100);
  after.push(10, [0]);
  expect(after.losses).toEqual([8, 6, 4, 2, 1]);
});

it("a run's course has the time of the clock without pauses, of all its parts", async () => {
  let clock = 0;
  const now = () => clock;
  const pauses = [0, 5000, 0];
  const control = { waitIfPaused: () => Promise.resolve((clock += pauses.shift()!) >= 0) };
  const part = (before: Course | null) => createCourseKeeper(control, 4, before, { startedAt: clock, now });
  const first = part(null);
  clock += 1000;
  for (let i = 0; i < 3; i++) {
    await first.control.waitIfPaused();
    clock += 500;
  }
  first.follow({
    event: 'progress',
    firstStep: 1,
    losses: Float32Array.of(2, 1),
    learningRate: 0.25,
  } as never);
  const kept = first.course();
  expect(kept).toEqual({
    first: 1,
    stride: 1,
    losses: [2, 1],
    seconds: 2.5,
    stepsPerEpoch: 4,
    learningRate: 0.25,
  });
  const second = part(courseSchema.parse(JSON.parse(JSON.stringify(kept))));
  clock += 2000;
  expect(second.course()).toEqual({ ...kept, seconds: 4.5 });
});

import { expect, it } from 'vitest';
import { progressText } from './MissingData.js';

const MB = 2 ** 20;
const start = { done: 10 * MB, at: 5000 };

it('reports the size, speed, and time left', () => {
  expect(progressText({ done: 30 * MB, total: 150 * MB }, start, 15_000)).toBe(
    '30.00 MB of 150.00 MB · 2.00 MB/s · 1 min 0 s left',
  );
  expect(progressText({ done: 30 * MB, total: null }, start, 15_000)).toBe('30.00 MB · 2.00 MB/s');
});

it('omits the speed until it is known', () => {
  expect(progressText({ done: 11 * MB, total: 150 * MB }, start, 5500)).toBe('11.00 MB of 150.00 MB');
  expect(progressText({ done: 10 * MB, total: 150 * MB }, start, 9000)).toBe('10.00 MB of 150.00 MB');
});

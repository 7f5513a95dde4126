import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { throttle } from './throttle.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('forwards the first call immediately, and the last of those within the interval', () => {
  const seen: number[] = [];
  const { call } = throttle(100, (done: number) => seen.push(done));
  [1, 2, 3].forEach((done) => call(done));
  expect(seen).toEqual([1]);
  vi.advanceTimersByTime(100);
  expect(seen).toEqual([1, 3]);
  call(4);
  vi.advanceTimersByTime(1000);
  expect(seen).toEqual([1, 3, 4]);
});

it('forwards nothing after its end', () => {
  const seen: number[] = [];
  const { call, end } = throttle(100, (done: number) => seen.push(done));
  call(1);
  call(2);
  end();
  vi.advanceTimersByTime(1000);
  expect(seen).toEqual([1]);
});

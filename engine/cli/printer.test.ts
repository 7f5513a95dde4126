import { expect, it } from 'vitest';
import { duration } from './printer.js';

it.each([
  [0.04, '0.0 s'],
  [59.94, '59.9 s'],
  [59.96, '1 min 0 s'],
  [119.6, '2 min 0 s'],
  [3599.4, '59 min 59 s'],
  [3599.6, '1 h 0 min'],
  [7199, '2 h 0 min'],
  [9000, '2 h 30 min'],
])('%d seconds are %s', (seconds, text) => {
  expect(duration(seconds)).toBe(text);
});

import { expect, it } from 'vitest';
import { withoutZeros } from './Chart.js';

it.each([
  ['0.5000', '0.5'],
  ['240.0', '240'],
  ['0.000', '0'],
  ['0.3750', '0.375'],
  ['80.0 %', '80 %'],
  ['79.5 %', '79.5 %'],
  ['1.00e-4', '1e-4'],
  ['1000', '1000'],
])('shortens %s to %s on an axis', (text, short) => {
  expect(withoutZeros(text)).toBe(short);
});

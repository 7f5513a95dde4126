import { expect, it } from 'vitest';
import { numberText } from './numbers.js';

it.each([
  [1e9, '1e9'],
  [0.01, '0.01'],
  [0.1 * 3, '0.30000000000000004'],
  [1e-5, '1e-5'],
  [2.5e-7, '2.5e-7'],
  [0.0001, '0.0001'],
  [0, '0'],
  [-3e8, '-3e8'],
  [123456, '123456'],
  [1234567, '1.234567e6'],
  [100, '100'],
])('%d is written %s', (value, text) => {
  expect(numberText(value)).toBe(text);
});

import { expect, it } from 'vitest';
import { loss, size } from './format.js';

it('formats a loss with its significant digits, however large', () => {
  expect([0.69314, 12.5, 1.45e30, 0.00012345].map(loss)).toEqual(['0.6931', '12.50', '1.45e30', '1.23e-4']);
});

it('formats a size in the largest unit that fits', () => {
  expect([100, 1536, 6.01 * 2 ** 20].map(size)).toEqual(['100 B', '2 KB', '6.01 MB']);
});

import { expect, it } from 'vitest';
import { ticks } from './Plot.js';

it('labels an axis with round numbers that differ, however large', () => {
  const texts = (from: number, to: number) => ticks([from, to], 4).map(({ text }) => text);
  expect(texts(-2, 2)).toEqual(['−2', '−1', '0', '1', '2']);
  expect(texts(-2e19, 1e18)).toEqual(['−2e19', '−1e19', '0']);
  expect(texts(-1.6e19, 1e18)).toEqual(['−1.5e19', '−1e19', '−5e18', '0']);
});

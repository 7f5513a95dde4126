import fc from 'fast-check';
import { expect, it } from 'vitest';
import { jsonErrorPosition } from './parse.js';

it.each([
  ['{"a": 1,, "b": 2}', 8],
  ['{"a" 1}', 5],
  ['[1, 2 ', 6],
  ['{"a": tru', 9],
  ['{"a": "b', 8],
  ['{"a": 1.', 8],
  ['{} x', 3],
  ['hello', 0],
  ['[1, ]', 4],
  ['{"a": 1, }', 9],
  ["{'a': 1}", 1],
])('finds where %s breaks', (text, position) => {
  expect(jsonErrorPosition(text)).toBe(position);
});

it('takes every JSON text, cut off or with a stray character', () => {
  fc.assert(
    fc.property(fc.object(), fc.nat(), (value, n) => {
      const text = JSON.stringify(value);
      expect(jsonErrorPosition(text)).toBe(text.length);
      const cut = text.slice(0, n % text.length);
      expect(jsonErrorPosition(cut)).toBe(cut.length);
      expect(jsonErrorPosition(`${text} x`)).toBe(text.length + 1);
    }),
  );
});

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { computeFormula, readFormula, renameInFormula } from './formula.js';

const vocabulary = { values: ['x', 'A'], functions: { A: 'one', max: 'several' } } as const;
const scope = {
  length: 2,
  value: (name: string) => (name === 'x' ? [1, 2] : [10, 20]),
  call: (name: string, inputs: readonly (readonly number[])[]) =>
    inputs[0]!.map((value, i) => (name === 'A' ? 10 * value : Math.max(...inputs.map((one) => one[i]!)))),
};

function values(text: string) {
  const read = readFormula(text, vocabulary);
  return 'formula' in read ? computeFormula(read.formula, scope) : read.misread;
}

it('computes with names, functions and numbers, by element', () => {
  expect(values('A')).toEqual([10, 20]);
  expect(values('A(A + x) - 2*x')).toEqual([108, 216]);
  expect(values('-x − -1')).toEqual([0, -1]);
  expect(values('1 + 2 · (x + .5)')).toEqual([4, 6]);
  expect(values('max(x, 1.5, 1e0)')).toEqual([1.5, 2]);
});

// Python 3: -7 // 2 = -4, -7 % 3 = 2, -2 ** 2 = -4, 2 ** -1 = 0.5, 2 ** 3 ** 2 = 512, 7 - 3 - 2 = 2, 8 / 4 / 2 = 1.
it.each([
  ['-7 // 2', -4],
  ['-7 % 3', 2],
  ['-2 ** 2', -4],
  ['2 ** -1', 0.5],
  ['2 ** 3 ** 2', 512],
  ['7 - 3 - 2', 2],
  ['8 / 4 / 2', 1],
  ['2 + 3 * 4 ** 2 // 5', 11],
  ['1e-2 * 1.5E+3', 15],
])("has Python's value of %s", (text, value) => {
  expect(values(text)).toEqual([value, value]);
});

it('says what it cannot read, and where', () => {
  expect(values('A + E(x)')).toMatchObject({ from: 4, to: 5, wrong: 'name', known: ['x', 'A', 'max'] });
  expect(values('A(A + B')).toMatchObject({ from: 6, wrong: 'name' });
  expect(values('A(x')).toMatchObject({ from: 3, to: 3, wrong: 'parenthesis' });
  expect(values('2 x')).toMatchObject({ from: 2, to: 3, wrong: 'operator' });
  expect(values('A + ')).toMatchObject({ from: 4, wrong: 'value' });
  expect(values('x = 2')).toMatchObject({ from: 2, wrong: 'operator' });
  expect(values('A(x, x)')).toMatchObject({ from: 0, wrong: 'one-argument' });
  expect(values('max(x)')).toMatchObject({ from: 0, wrong: 'several-arguments' });
  expect(values('constructor(x)')).toMatchObject({ wrong: 'name' });
  expect(values('')).toMatchObject({ wrong: 'value' });
});

it('reads or refuses any text, and never runs it', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (text) => {
      const read = readFormula(text, vocabulary);
      if ('misread' in read) expect(read.misread.to).toBeLessThanOrEqual(text.length);
      else expect(computeFormula(read.formula, scope)).toHaveLength(2);
    }),
  );
});

it("replaces names, not what looks like one, and writes Python's signs", () => {
  expect(renameInFormula('2e3·e − exp(x)', { e: 'math.e', exp: 'math.exp' })).toBe(
    '2e3*math.e - math.exp(x)',
  );
});

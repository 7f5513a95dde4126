import { expect, it } from 'vitest';
import { evaluateExpression } from './expression.js';

const names = {
  x: [1, 2],
  functions: {
    A: (inputs: readonly number[]) => inputs.map((value) => 10 * value),
    Tanh: (inputs: readonly number[]) => inputs.map(Math.tanh),
  },
};
const values = (text: string) => evaluateExpression(text, names).values;
const misread = (text: string) => evaluateExpression(text, names).misread;

it('computes sums, products, numbers and functions', () => {
  expect(values('A')).toEqual([10, 20]);
  expect(values('A(A + x) - 2*x')).toEqual([108, 216]);
  expect(values('-x − -1')).toEqual([0, -1]);
  expect(values('1 + 2 · (x + .5)')).toEqual([4, 6]);
  expect(values('Tanh(Tanh)')).toEqual([1, 2].map((x) => Math.tanh(Math.tanh(x))));
});

it('says what it cannot read, and where', () => {
  expect(misread('A + E(x)')).toMatchObject({ from: 4, to: 5 });
  expect(misread('A + E(x)')!.text).toMatch(/^There is no “E”/);
  expect(misread('A(A + B')).toMatchObject({ from: 6 });
  expect(misread('A(x')).toEqual({ from: 3, to: 3, text: '“)” is missing before the end' });
  expect(misread('2 x')).toEqual({ from: 2, to: 3, text: '+, − or * must come before “x”' });
  expect(misread('A + ')).toMatchObject({ text: 'A number, x or a name is expected instead of the end' });
  expect(misread('x / 2')).toMatchObject({ from: 2, to: 3 });
  expect(misread('constructor')).not.toBeNull();
  expect(misread('')).not.toBeNull();
});

import { expect, it } from 'vitest';
import { classNotes } from './imageSet.js';

const codes = (...classes: [name: string, train: number, test: number][]) =>
  classNotes(classes.map(([name, train, test]) => ({ name, train, test }))).map(({ code }) => code);

it('says nothing about balanced classes', () => {
  expect(codes(['cat', 20, 0], ['dog', 1, 0])).toEqual([]);
  expect(codes(['cat', 2, 2], ['dog', 2, 2])).toEqual([]);
});

it('warns of one class, of classes in one split only, and of a balance worse than 20 to 1', () => {
  expect(codes(['cat', 2, 0])).toEqual(['bad-data/one-class']);
  expect(codes(['cat', 2, 2], ['dog', 2, 0], ['wolf', 0, 2])).toEqual([
    'bad-data/class-not-trained',
    'bad-data/class-not-tested',
  ]);
  expect(codes(['cat', 21, 0], ['dog', 1, 0])).toEqual(['bad-data/unbalanced']);
});

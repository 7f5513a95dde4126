import { expect, it } from 'vitest';
import { CIFAR10_CLASSES } from '../../engine/data/cifar10.js';
import { FILTER_KINDS, filtered, type Filters, nameOf, NO_FILTERS, type Predictions } from './filters.js';

const data = {
  labels: Uint8Array.of(6, 9, 0, 2, 2, 0, 2),
  trainCount: 5,
  classNames: CIFAR10_CLASSES,
  brightness: Float32Array.of(0.5, 0.4, 0.3, 0.2, 0.1, 0.9, 0.8),
};
const none: Filters = { ...NO_FILTERS, split: 'both' };
const rows = (filters: Partial<Filters>, predictions: Predictions | null = null) => [
  ...filtered(data, { ...none, ...filters }, predictions),
];

it('filters combine', () => {
  expect(rows({})).toEqual([0, 1, 2, 3, 4, 5, 6]);
  expect(rows({ split: 'test' })).toEqual([5, 6]);
  expect(rows({ split: 'train', classes: [0, 2] })).toEqual([2, 3, 4]);
  expect(rows({ text: 'bird' })).toEqual([3, 4, 6]);
  expect(rows({ text: '1' })).toEqual([1, 6]);
  expect(rows({ text: '1-3', split: 'train' })).toEqual([1, 2, 3]);
  expect(rows({ only: { name: 'pair', rows: [4, 6] }, classes: [2] })).toEqual([4, 6]);
});

it('sorts, breaking ties by index', () => {
  expect(rows({ sort: 'darkest' })).toEqual([4, 3, 2, 1, 0, 6, 5]);
  expect(rows({ sort: 'brightest', classes: [0] })).toEqual([5, 2]);
  expect(rows({ sort: 'class' })).toEqual([2, 5, 3, 4, 6, 0, 1]);
});

it('numbers images within their split, as PyTorch does', () => {
  expect(nameOf(4, 5)).toBe('training 4');
  expect(nameOf(5, 5)).toBe('test 0');
});

it('finds wrong predictions, highest loss first', () => {
  const says = (airplane: number) => Float32Array.of(airplane, 1 - airplane);
  const byRow = new Map([
    [2, says(0.9)],
    [3, says(0.6)],
    [4, says(0.1)],
    [5, says(0.3)],
    [6, says(0.8)],
  ]);
  const predictions = { runId: 'r', classes: ['airplane', 'bird'], byRow };
  expect(rows({ outcome: 'wrong' }, predictions)).toEqual([3, 5, 6]);
  expect(rows({ outcome: 'wrong', sort: 'worst' }, predictions)).toEqual([6, 5, 3]);
  expect(rows({ outcome: 'right', sort: 'unsure' }, predictions)).toEqual([2, 4]);
  expect(rows({ outcome: 'wrong', split: 'test' }, predictions)).toEqual([5, 6]);
  expect(rows({ sort: 'best' }, predictions).slice(0, 5)).toEqual([2, 4, 3, 5, 6]);
  expect(rows({ sort: 'sure', outcome: 'wrong' }, predictions)).toEqual([6, 5, 3]);
  // Images without predictions come last.
  expect(rows({ sort: 'worst' }, predictions)).toEqual([6, 5, 3, 2, 4, 0, 1]);
});

it('filters by predicted class, confidence, and loss', () => {
  const says = (airplane: number) => Float32Array.of(airplane, 1 - airplane);
  const byRow = new Map([
    [2, says(0.9)],
    [3, says(0.6)],
    [4, says(0.1)],
  ]);
  const predictions = { runId: 'r', classes: ['airplane', 'bird'], byRow };
  expect(rows({ predicted: 'airplane' }, predictions)).toEqual([2, 3]);
  expect(rows({ confidence: { from: 0.7, to: null } }, predictions)).toEqual([2, 4]);
  expect(rows({ confidence: { from: 0.5, to: 0.7 } }, predictions)).toEqual([3]);
  // −ln 0.4 is 0.916.
  expect(rows({ loss: { from: 0.9, to: 0.92 } }, predictions)).toEqual([3]);
  expect(rows({ loss: { from: null, to: 0.5 }, predicted: 'airplane' }, predictions)).toEqual([2]);
});

it('every filter has a chip that removes that filter only', () => {
  const all: Filters = {
    split: 'test',
    classes: [1, 2],
    text: '5',
    sort: 'class',
    outcome: 'wrong',
    predicted: 'cat',
    loss: { from: 1, to: null },
    confidence: { from: 0.25, to: 0.5 },
    only: { name: 'Chosen', rows: [1] },
  };
  const chips = (filters: Filters) => FILTER_KINDS.flatMap((kind) => kind.chips(filters, CIFAR10_CLASSES));
  expect(chips(all).map(({ name }) => name)).toEqual([
    'Chosen',
    '“5”',
    'automobile',
    'bird',
    'Wrong',
    'predicted cat',
    'loss from 1',
    'confidence from 25 % to 50 %',
  ]);
  for (const { name, without } of chips(all)) {
    const left = chips({ ...all, ...without }).map((chip) => chip.name);
    expect([...left, name].sort()).toEqual(
      chips(all)
        .map((chip) => chip.name)
        .sort(),
    );
  }
  const none = chips(all).reduce<Filters>((filters) => ({ ...filters, ...chips(filters)[0]!.without }), all);
  expect(chips(none)).toEqual([]);
});

import { expect, it } from 'vitest';
import { flatIndex, indexAt } from '../../../engine/tensor/tensor.js';
import { inputText, noteOf, strongestMaps, strongestPosition, unitText } from './units.js';

it('finds the unit at a position and back', () => {
  const shape = [3, 4, 5];
  for (const position of [0, 7, 59]) expect(flatIndex(indexAt(position, shape), shape)).toBe(position);
  expect(indexAt(59, shape)).toEqual([2, 3, 4]);
});

it('names units of layers and of images', () => {
  expect(unitText([5, 11, 20])).toBe('map 5 · row 11, column 20');
  expect(unitText([7])).toBe('unit 7');
  expect(inputText([0, 10, 19], [3, 32, 32], true)).toBe('red [10, 19]');
  expect(inputText([4, 10, 19], [16, 32, 32], false)).toBe('map 4 [10, 19]');
});

it('sorts maps by strength and notes what is flat', () => {
  const layer = { name: 'l', type: 'Conv2d', shape: [3, 1, 2], values: Float32Array.of(0, 0, -3, 1, 1, 1) };
  expect(strongestMaps(layer)).toEqual([1, 2, 0]);
  expect(strongestPosition(layer.values)).toBe(2);
  expect(noteOf(layer)).toBe('3 maps, strongest first · 1 dark');
  expect(noteOf({ ...layer, type: 'Tanh', shape: [2], values: Float32Array.of(0.99, 0.1) })).toBe(
    '50 % saturated',
  );
});

import { expect, it } from 'vitest';
import { sentence } from './format.js';

it('makes a sentence of a message of the engine', () => {
  expect(sentence('training diverged in epoch 1')).toBe('Training diverged in epoch 1.');
  expect(sentence('It is one already.')).toBe('It is one already.');
});

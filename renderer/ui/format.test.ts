import { expect, it } from 'vitest';
import { loss, sentence, size } from './format.js';

it('turns an engine message into a sentence', () => {
  expect(sentence('training diverged in epoch 1')).toBe('Training diverged in epoch 1.');
  expect(sentence('It is one already.')).toBe('It is one already.');
  expect(sentence('photo.png: it is empty')).toBe('photo.png: it is empty.');
  expect(sentence('training.epochs: expected 1')).toBe('training.epochs: expected 1.');
  expect(sentence('cannot read /home/x.csv')).toBe('Cannot read /home/x.csv.');
  expect(sentence('in_features should be 2')).toBe('in_features should be 2.');
});

it('formats a loss with its significant digits, however large', () => {
  expect([0.69314, 12.5, 1.45e30, 0.00012345].map(loss)).toEqual(['0.6931', '12.50', '1.45e30', '1.23e-4']);
});

it('formats a size in the largest unit that fits', () => {
  expect([100, 1536, 6.01 * 2 ** 20].map(size)).toEqual(['100 B', '2 KB', '6.01 MB']);
});

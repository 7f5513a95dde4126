import { expect, it } from 'vitest';
import { tensor } from './tensor.js';
import { readSafetensors, writeSafetensors } from './safetensors.js';

const tensors = {
  weight: tensor('float32', [2, 2], Float32Array.of(1, 2, 3, 4)),
  rows: tensor('int32', [3], Int32Array.of(7, 8, 9)),
};

it('reads what it writes, also from a part of a larger memory', () => {
  const bytes = writeSafetensors(tensors, { format: 'pt' });
  const inside = Buffer.concat([Buffer.alloc(16), bytes, Buffer.alloc(16)]).subarray(16, 16 + bytes.length);
  for (const input of [bytes, inside]) {
    expect(readSafetensors(input)).toEqual({ tensors, metadata: { format: 'pt' } });
  }
});

it.each([0, 4, 8, 30])('a file cut off after %i bytes is refused', (length) => {
  expect(() => readSafetensors(writeSafetensors(tensors).subarray(0, length))).toThrow(
    'bad-checkpoint/safetensors',
  );
});

import { expect, it } from 'vitest';
import { tensor } from './tensor.js';
import { readSafetensors, writeSafetensors } from './safetensors.js';

const tensors = {
  weight: tensor('float32', [2, 2], Float32Array.of(1, 2, 3, 4)),
  rows: tensor('int32', [3], Int32Array.of(7, 8, 9)),
};

it('reads what it writes, even from a slice of a larger buffer', () => {
  const bytes = writeSafetensors(tensors, { format: 'pt' });
  const inside = Buffer.concat([Buffer.alloc(16), bytes, Buffer.alloc(16)]).subarray(16, 16 + bytes.length);
  for (const input of [bytes, inside]) {
    expect(readSafetensors(input)).toEqual({ tensors, metadata: { format: 'pt' } });
  }
});

it.each([0, 4, 8, 30])('refuses a file truncated after %i bytes', (length) => {
  expect(() => readSafetensors(writeSafetensors(tensors).subarray(0, length))).toThrow(
    'bad-checkpoint/safetensors',
  );
});

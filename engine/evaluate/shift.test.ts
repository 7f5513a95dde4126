import fc from 'fast-check';
import { expect, it } from 'vitest';
import { tensor } from '../tensor/tensor.js';
import { offsetsUpTo, shiftImages } from './shift.js';

it('moves every pixel by the offset, and lets black in', () => {
  const offset = fc.integer({ min: -6, max: 6 });
  const shape = fc.tuple(fc.integer({ min: 1, max: 2 }), fc.constantFrom(1, 3), fc.nat(4), fc.nat(4));
  fc.assert(
    fc.property(shape, offset, offset, ([batch, channels, h, w], dx, dy) => {
      const [height, width] = [h + 1, w + 1];
      const data = Uint8Array.from(
        { length: batch * channels * height * width },
        (_, i) => (i * 7 + 1) % 256,
      );
      const moved = shiftImages(tensor('uint8', [batch, channels, height, width], data), dx, dy);
      const expected = data.map((_, i) => {
        const [x, y] = [(i % width) - dx, (Math.floor(i / width) % height) - dy];
        return x < 0 || x >= width || y < 0 || y >= height ? 0 : data[i - dx - dy * width]!;
      });
      expect(moved.data).toEqual(expected);
    }),
  );
  expect(offsetsUpTo(2)).toEqual([-2, -1, 0, 1, 2]);
});

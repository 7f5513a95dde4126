import fc from 'fast-check';
import { expect, it } from 'vitest';
import { LoomError } from '../base/errors.js';
import fixtures from './__fixtures__/bitmaps.json' with { type: 'json' };
import { decodeBmp } from './bmp.js';

const MAX_PIXELS = 1_000_000;
const bytesOf = (text: string) => new Uint8Array(Buffer.from(text, 'base64'));
const files = Object.entries(fixtures.files);

it.each(files)('reads %s as Pillow does', (_, { file, rgb }) => {
  const { width, height, rgb: found } = decodeBmp(bytesOf(file), MAX_PIXELS);
  expect([width, height]).toEqual([fixtures.width, fixtures.height]);
  // Pillow widens 5 and 6 bits to 8 by rounding down.
  const expected = bytesOf(rgb);
  expect(found.length).toBe(expected.length);
  for (let i = 0; i < found.length; i++) expect(Math.abs(found[i]! - expected[i]!)).toBeLessThanOrEqual(1);
});

it('says what is wrong with a file that it cannot read', () => {
  const whole = bytesOf(fixtures.files['24 bits'].file);
  const with32 = (at: number, value: number) => {
    const changed = whole.slice();
    new DataView(changed.buffer).setUint32(at, value, true);
    return () => decodeBmp(changed, MAX_PIXELS);
  };
  expect(() => decodeBmp(whole.subarray(0, 20), MAX_PIXELS)).toThrow('its header is cut off');
  expect(() => decodeBmp(whole.subarray(0, whole.length - 1), MAX_PIXELS)).toThrow('is cut off');
  expect(with32(18, 2 ** 31 - 1)).toThrow('2147483647×5 pixels cannot be read');
  expect(with32(22, 0)).toThrow('7×0 pixels');
  expect(with32(28, 13)).toThrow('13 bits a pixel are unknown');
  expect(with32(30, 1)).toThrow('it is compressed');
  expect(with32(10, 2 ** 32 - 1)).toThrow('is cut off');
});

it('gives pixels or a LoomError for any damage', () => {
  const damaged = fc
    .tuple(
      fc.constantFrom(...files.map(([, { file }]) => file)),
      fc.array(fc.tuple(fc.nat(90), fc.nat(255))),
      fc.nat(400),
    )
    .map(([file, changes, length]) => {
      const bytes = bytesOf(file);
      for (const [at, byte] of changes) if (at < bytes.length) bytes[at] = byte;
      return bytes.slice(0, length);
    });
  fc.assert(
    fc.property(damaged, (bytes) => {
      try {
        const { width, height, rgb } = decodeBmp(bytes, MAX_PIXELS);
        expect(rgb.length).toBe(width * height * 3);
      } catch (problem) {
        expect(problem).toBeInstanceOf(LoomError);
      }
    }),
    { numRuns: 3000 },
  );
});

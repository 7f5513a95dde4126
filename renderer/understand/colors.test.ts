import { expect, it } from 'vitest';
import { colorImage, heatImage, mapImage } from './colors.js';

const pixel = (rgba: Uint8ClampedArray, at: number) => Array.from(rgba.slice(4 * at, 4 * at + 4));

it('draws zero dark, numbers above it blue and below it orange, and leaves NaN empty', () => {
  const { rgba, width, height } = mapImage([0, 2, -2, NaN], 2);
  expect([width, height]).toEqual([2, 2]);
  expect(pixel(rgba, 0)).toEqual([16, 20, 32, 255]);
  const [above, below] = [pixel(rgba, 1), pixel(rgba, 2)];
  expect(above[2]).toBeGreaterThan(above[0]!);
  expect(below[0]).toBeGreaterThan(below[2]!);
  expect(pixel(rgba, 3)).toEqual([0, 0, 0, 0]);
});

it('draws weights of colors around gray', () => {
  const { rgba } = colorImage([1, 0, -1, 0, 0, 0], 2, 3, 1);
  expect(pixel(rgba, 0)).toEqual([255, 1, 128, 255]);
  expect(pixel(rgba, 1)).toEqual([128, 128, 128, 255]);
});

it('stretches a heat map over an image', () => {
  const map = { values: Float32Array.of(0, 0, 0, 1), width: 2, height: 2 };
  const { rgba, width } = heatImage(map, new Uint8Array(16));
  expect(width).toBe(4);
  const light = (at: number) => pixel(rgba, at)[1]!;
  expect(light(15)).toBeGreaterThan(light(10));
  expect(light(10)).toBeGreaterThan(light(0));
});

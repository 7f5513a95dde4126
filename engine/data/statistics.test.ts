import { beforeAll, expect, it } from 'vitest';
import { join } from 'node:path';
import { loadCifar10 } from '../io/dataSets.js';
import { CIFAR10_CLASSES, CIFAR10_SIDE } from './cifar10.js';
import { imageBytes, type ImageSet } from './imageSet.js';
import { brightness, channelStatistics, meanImage, pixelSums } from './statistics.js';
import { chooseImages } from './sampler.js';

const IMAGE_BYTES = imageBytes({ channels: 3, side: CIFAR10_SIDE });
let data: ImageSet;
beforeAll(async () => {
  data = await loadCifar10(join(import.meta.dirname, '..', '..', 'assets', 'data', 'cifar-10'));
});

const all = (classes: readonly string[]) => ({
  classes: [...classes],
  limitPerClass: null,
  validation: { from: 'test' as const },
});

it('computes the known channel statistics of the training set', () => {
  const { train } = chooseImages(all(CIFAR10_CLASSES), data);
  const { mean, std } = channelStatistics(pixelSums(data), train);
  expect(mean.map((value) => value.toFixed(4))).toEqual(['0.4914', '0.4822', '0.4465']);
  expect(std.map((value) => value.toFixed(4))).toEqual(['0.2470', '0.2435', '0.2616']);
});

it('chooses the same number of images of each class, always the same ones, and relabels them', () => {
  const spec = { ...all(['bird', 'airplane']), limitPerClass: 100 };
  const { train, validation, labelOf } = chooseImages(spec, data);
  const count = (rows: Uint32Array, label: number) => rows.filter((row) => data.labels[row] === label).length;
  expect([count(train, 0), count(train, 2), train.length]).toEqual([100, 100, 200]);
  expect(validation.length).toBe(2000);
  expect([labelOf[2], labelOf[0], labelOf[1]]).toEqual([0, 1, -1]);
  expect(chooseImages(spec, data).train).toEqual(train);
});

it('computes brightness and mean images that agree with a plain sum over the pixels', () => {
  const bright = brightness(pixelSums(data));
  const pixels = data.images.subarray(7 * IMAGE_BYTES, 8 * IMAGE_BYTES);
  expect(bright[7]).toBeCloseTo(pixels.reduce((sum, byte) => sum + byte, 0) / (IMAGE_BYTES * 255), 6);
  expect(meanImage(data, Uint32Array.of(7))).toEqual(pixels);
  const mean = meanImage(data, Uint32Array.of(7, 8));
  expect(mean[5]).toBe(
    Math.round((data.images[7 * IMAGE_BYTES + 5]! + data.images[8 * IMAGE_BYTES + 5]!) / 2),
  );
});

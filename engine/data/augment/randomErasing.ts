import { int, numbers } from '../../base/fields.js';
import type { Fix } from '../../base/problem.js';
import { nextBelow, nextFloat, nextUniform } from '../../random/torch.js';
import type { ImageForm } from '../imageSet.js';
import { adviceOn, noEffect } from '../step.js';
import { defineAugmentation, probability, reversed } from './define.js';

/** Attempts to draw a rectangle that fits. */
const ATTEMPTS = 10;

/** The largest share of an image that can be covered with the object still visible. */
const MOST_COVERED = 0.5;

const { fround } = Math;

/**
 * Erases a rectangle with probability `p`. torchvision's documentation puts it after ToTensor; here it works
 * on bytes, as torchvision's does on uint8 tensors. One draw, two for each attempted rectangle, and two
 * more for its position. Zhong et al., "Random Erasing Data Augmentation", https://arxiv.org/abs/1708.04896
 * https://docs.pytorch.org/vision/stable/generated/torchvision.transforms.RandomErasing.html
 */
export const randomErasing = defineAugmentation({
  type: 'RandomErasing',
  summary: 'Covers a random rectangle, so that the model does not rely on one part of the image.',
  params: {
    p: probability('Probability that a rectangle is erased.'),
    scale: numbers({
      default: [0.02, 0.33],
      min: 0,
      max: 1,
      length: 2,
      label: 'Area',
      help: 'Minimum and maximum share of the image that is covered.',
    }),
    ratio: numbers({
      default: [0.3, 3.3],
      min: 0.01,
      max: 100,
      length: 2,
      label: 'Aspect ratio',
      help: 'Minimum and maximum height divided by width.',
    }),
    value: int({
      default: 0,
      min: 0,
      max: 255,
      label: 'Value',
      help: 'Fill value of the rectangle, 0 (black) to 255.',
    }),
  },
  check: ({ scale, ratio }) => reversed('scale', scale) ?? reversed('ratio', ratio),
  advice: ({ p, scale }, step) => {
    const last = step.types.length - 1;
    if (p === 0) return noEffect(step, ['p']);
    if (scale[1]! > MOST_COVERED) return adviceOn(step, 'warning', 'advice/large-erasing', {});
    if (step.index === last) return null;
    const { part, index, types } = step;
    const move: Fix = { kind: 'move-step', part, type: types[index]!, index, to: last };
    return adviceOn(step, 'note', 'advice/erasing-first', {}, [move]);
  },
  prepare: ({ p, scale, ratio, value }, form) => {
    const { channels, side } = form;
    const logRatio = ratio.map((bound) => fround(Math.log(fround(bound))));
    return (gen, from, to) => {
      to.set(from);
      if (nextFloat(gen) >= fround(p)) return;
      for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
        const erased = side * side * nextUniform(gen, scale[0]!, scale[1]!);
        const aspect = fround(Math.exp(nextUniform(gen, logRatio[0]!, logRatio[1]!)));
        const h = Math.round(Math.sqrt(erased * aspect));
        const w = Math.round(Math.sqrt(erased / aspect));
        if (h >= side || w >= side) continue;
        const top = nextBelow(gen, side - h + 1);
        const left = nextBelow(gen, side - w + 1);
        for (let channel = 0; channel < channels; channel++)
          cover(to, form, channel, [top, left, h, w], value);
        return;
      }
    };
  },
});

function cover(
  image: Uint8Array,
  { side }: ImageForm,
  channel: number,
  [top, left, h, w]: readonly [number, number, number, number],
  value: number,
): void {
  for (let y = top; y < top + h; y++) {
    const start = (channel * side + y) * side + left;
    image.fill(value, start, start + w);
  }
}

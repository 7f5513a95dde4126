import { nextFloat } from '../../random/distributions.js';
import { adviceOn, noEffect } from '../step.js';
import { defineAugmentation, probability } from './define.js';

/**
 * Mirrors left and right with probability `p`. One draw.
 * https://docs.pytorch.org/vision/stable/generated/torchvision.transforms.RandomHorizontalFlip.html
 */
export const randomHorizontalFlip = defineAugmentation({
  type: 'RandomHorizontalFlip',
  summary: 'Mirrors the image left to right, in one of two cases.',
  params: { p: probability('How often an image is mirrored, from 0 to 1.') },
  advice: ({ p }, step, { builtIn }) => {
    if (p === 0) return noEffect(step, ['p']);
    // Nothing in CIFAR-10 is another thing when mirrored.
    return builtIn ? null : adviceOn(step, 'note', 'advice/mirrored-meaning', {});
  },
  prepare:
    ({ p }, { side }) =>
    (gen, from, to) => {
      if (nextFloat(gen) >= Math.fround(p)) {
        to.set(from);
        return;
      }
      for (let row = 0; row < from.length; row += side) {
        for (let x = 0; x < side; x++) to[row + x] = from[row + side - 1 - x]!;
      }
    },
});

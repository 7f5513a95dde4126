import { nextFloat } from '../../random/torch.js';
import { adviceOn, noEffect } from '../step.js';
import { defineAugmentation, probability } from './define.js';

/**
 * Mirrors left and right with probability `p`. One draw.
 * https://docs.pytorch.org/vision/stable/generated/torchvision.transforms.RandomHorizontalFlip.html
 */
export const randomHorizontalFlip = defineAugmentation({
  type: 'RandomHorizontalFlip',
  summary: 'Mirrors the image left to right at random.',
  params: { p: probability('Probability that an image is mirrored.') },
  advice: ({ p }, step, { builtIn }) => {
    if (p === 0) return noEffect(step, ['p']);
    // Mirroring does not change the class of any CIFAR-10 image.
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

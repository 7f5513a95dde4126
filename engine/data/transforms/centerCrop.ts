import { int } from '../../base/fields.js';
import { part } from '../../tensor/operators/movement.js';
import { adviceOn, setting } from '../step.js';
import { definePixelTransform, unchanged } from './define.js';

/**
 * Cuts out the middle of the image; a smaller image gets a black border.
 * https://docs.pytorch.org/vision/stable/generated/torchvision.transforms.CenterCrop.html
 */
export const centerCrop = definePixelTransform({
  type: 'CenterCrop',
  summary: 'Keeps the middle of the image and cuts off its border.',
  label: 'cropped',
  params: {
    size: int({
      default: 24,
      min: 1,
      max: 256,
      required: 'positional',
      label: 'Size',
      help: 'Width and height of the part that is kept, in pixels.',
    }),
  },
  form: ({ size }, { channels }) => ({ channels, side: size }),
  change: (b, levels, { size }) => {
    const side = Number(levels.shape[3]);
    if (size > side) {
      const [before, after] = [Math.floor((size - side) / 2), Math.ceil((size - side) / 2)];
      return b.op('Pad', [levels, b.ints([0, 0, before, before, 0, 0, after, after])]);
    }
    // Python rounds halves to the even number.
    const half = (side - size) / 2;
    const start = half % 2 === 0.5 ? Math.floor(half) : Math.round(half);
    return [2, 3].reduce((x, axis) => part(b, x, axis, [start, start + size]), levels);
  },
  advice: ({ size }, step, form) => {
    const { side } = form;
    if (size === side) return unchanged(step, form);
    if (size < side) return null;
    return adviceOn(step, 'warning', 'advice/crop-larger', { size, side }, [setting(step, 'size', side)]);
  },
});

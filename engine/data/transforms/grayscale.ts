import { int } from '../../base/fields.js';
import { definePixelTransform, unchanged } from './define.js';

/** Pillow's weights of red, green and blue, in 1 / 65536: those of ITU-R 601-2. */
const LUMA = [19595, 38470, 7471];

/**
 * Brightness in place of color, in one channel or in three equal ones.
 * https://docs.pytorch.org/vision/stable/generated/torchvision.transforms.Grayscale.html
 */
export const grayscale = definePixelTransform({
  type: 'Grayscale',
  summary: 'Removes color and keeps brightness.',
  label: 'gray',
  params: {
    num_output_channels: int({
      default: 1,
      options: [1, 3],
      min: 1,
      max: 3,
      label: 'Output channels',
      help: '1, or 3 equal ones for a model that expects color images.',
    }),
  },
  form: ({ num_output_channels: channels }, { side }) => ({ channels: channels === 3 ? 3 : 1, side }),
  change: (b, levels, { num_output_channels: channels }) => {
    if (levels.shape[1] === 3) {
      // Sums below 2²⁴, exact in float32. A convolution, because OpenCV 4.8 multiplies each channel by a number wrongly.
      const sum = b.op('Conv', [levels, b.floats(LUMA, [1, 3, 1, 1])], { kernel_shape: [1, 1] });
      const rounded = b.op('Add', [sum, b.scalar(2 ** 15)]);
      levels = b.op('Floor', [b.op('Mul', [rounded, b.scalar(2 ** -16)])]);
    }
    return channels === 3 ? b.op('Concat', [levels, levels, levels], { axis: 1 }) : levels;
  },
  advice: ({ num_output_channels: channels }, step, form) =>
    form.channels === 1 && channels === 1 ? unchanged(step, form) : null,
});

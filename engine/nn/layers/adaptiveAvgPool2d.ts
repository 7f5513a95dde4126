import { bothOf, pair } from '../../base/fields.js';
import { staticDim } from '../../base/shape.js';
import { applyOnImages, type Matrix } from '../../tensor/operators/pooling.js';
import { defineLayer, NO_PARAMETERS, rankProblem } from './define.js';

/**
 * The mean of windows chosen so that the output has a given size. Shape: input `[B, C, H, W]`,
 * output `[B, C, *output_size]`. All windows have the same size if the input size is a multiple of the output size.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.AdaptiveAvgPool2d.html
 */
export const adaptiveAvgPool2d = defineLayer({
  type: 'AdaptiveAvgPool2d',
  category: 'pooling',
  summary: 'Averages any input down to a fixed size; size 1 leaves one number per channel.',
  params: {
    output_size: pair({
      default: 1,
      required: 'positional',
      label: 'Output size',
      help: 'Height and width.',
    }),
  },
  check: (_, input, layer) => rankProblem(layer, input, [4], '[B, C, H, W]'),
  infer: (p, input) => [input[0]!, input[1]!, ...bothOf(p.output_size)],
  parameters: NO_PARAMETERS,
  forward: ({ b }, x, p) => {
    const [height, width] = bothOf(p.output_size);
    const [fullHeight, fullWidth] = [staticDim(x.shape, 2), staticDim(x.shape, 3)];
    if (fullHeight % height === 0 && fullWidth % width === 0) {
      const window = [fullHeight / height, fullWidth / width];
      return b.op('AveragePool', [x], { kernel_shape: window, strides: window });
    }
    return applyOnImages(b, x, averages(fullHeight, height), averages(fullWidth, width));
  },
});

/** Row `i` averages from ⌊i·from/to⌋ up to ⌈(i+1)·from/to⌉. */
function averages(from: number, to: number): Matrix {
  return Array.from({ length: to }, (_, i) => {
    const [start, end] = [Math.floor((i * from) / to), Math.ceil(((i + 1) * from) / to)];
    return Array.from({ length: from }, (_unused, j) => (j >= start && j < end ? 1 / (end - start) : 0));
  });
}

import { pair } from '../../base/fields.js';
import { defineLayer, NO_PARAMETERS } from './define.js';
import { paddingProblem, windowAttributes, windowOutput, windowProblem } from './images.js';
import { rankProblem } from './problems.js';

/**
 * The largest value in each window. Shape: input `[B, C, H, W]`, output `[B, C, H', W']`.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.MaxPool2d.html
 */
export const maxPool2d = defineLayer({
  type: 'MaxPool2d',
  category: 'pooling',
  summary: 'Keeps the largest value of each window: smaller images that keep the strongest responses.',
  params: {
    kernel_size: pair({ default: 2, required: 'positional', label: 'Window', help: 'Height and width.' }),
    stride: pair({
      default: 2,
      sameAs: 'kernel_size',
      label: 'Stride',
      help: 'Pixels from one window to the next; defaults to the window size.',
    }),
    padding: pair({
      default: 0,
      min: 0,
      label: 'Padding',
      help: 'Pixels added around the image, never chosen.',
    }),
    dilation: pair({ default: 1, label: 'Dilation', help: 'Pixels from one tap of a window to the next.' }),
  },
  check: (p, input, layer) =>
    rankProblem(layer, input, [4], '[B, C, H, W]') ??
    paddingProblem(layer, p) ??
    windowProblem(layer, input, p),
  infer: (p, input) => [input[0]!, input[1]!, ...windowOutput(input, p)],
  parameters: NO_PARAMETERS,
  picks: true,
  forward: ({ b }, x, p) => b.op('MaxPool', [x], windowAttributes(p)),
});

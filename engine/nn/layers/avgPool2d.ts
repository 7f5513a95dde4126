import { bool, pair } from '../../base/fields.js';
import { defineLayer, NO_PARAMETERS } from './define.js';
import { paddingProblem, windowAttributes, windowOutput, windowProblem } from './images.js';
import { rankProblem } from './problems.js';

/**
 * The mean of each window. Shape: input `[B, C, H, W]`, output `[B, C, H', W']`.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.AvgPool2d.html
 */
export const avgPool2d = defineLayer({
  type: 'AvgPool2d',
  category: 'pooling',
  summary: 'Averages each window: smaller, smoother images.',
  params: {
    kernel_size: pair({ default: 2, required: 'positional', label: 'Window', help: 'Height and width.' }),
    stride: pair({
      default: 2,
      sameAs: 'kernel_size',
      label: 'Stride',
      help: 'Pixels from one window to the next; defaults to the window size.',
    }),
    padding: pair({ default: 0, min: 0, label: 'Padding', help: 'Zeros added around the image.' }),
    count_include_pad: bool({
      default: true,
      label: 'Count padding',
      help: 'Includes padding in the mean, as zeros; otherwise ignores it.',
    }),
  },
  check: (p, input, layer) =>
    rankProblem(layer, input, [4], '[B, C, H, W]') ??
    paddingProblem(layer, p) ??
    windowProblem(layer, input, p),
  infer: (p, input) => [input[0]!, input[1]!, ...windowOutput(input, p)],
  parameters: NO_PARAMETERS,
  forward: ({ b }, x, p) =>
    b.op('AveragePool', [x], { ...windowAttributes(p), count_include_pad: Number(p.count_include_pad) }),
});

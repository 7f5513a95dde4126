import { int, orWord } from '../../base/fields.js';
import { bias, CHANNELS, convolution, groups, PADDING_WORDS, paddingMode } from './convolution.js';
import { defineLayer } from './define.js';

/**
 * Slides learnable filters along lines. Shape: input `[B, in_channels, L]`, output `[B, out_channels, L']`;
 * weight `[out_channels, in_channels/groups, k]`.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.Conv1d.html
 */
export const conv1d = defineLayer({
  type: 'Conv1d',
  ...convolution(1),
  summary: 'Slides small filters along a series of numbers; Unflatten makes one of a row of a table.',
  params: {
    ...CHANNELS,
    kernel_size: int({ default: 3, required: 'positional', label: 'Kernel', help: 'Length of a filter.' }),
    stride: int({ default: 1, label: 'Stride', help: 'Steps from one position to the next.' }),
    padding: orWord(
      int({
        default: 0,
        min: 0,
        label: 'Padding',
        help: 'Numbers added at both ends; "same" keeps the length.',
      }),
      PADDING_WORDS,
    ),
    dilation: int({ default: 1, label: 'Dilation', help: 'Steps from one tap of a filter to the next.' }),
    groups,
    bias,
    padding_mode: paddingMode,
  },
});

import { orWord, pair } from '../../base/fields.js';
import { bias, CHANNELS, convolution, groups, PADDING_WORDS, paddingMode } from './convolution.js';
import { defineLayer } from './define.js';

/**
 * Slides learnable filters over images. Shape: input `[B, in_channels, H, W]`, output
 * `[B, out_channels, H', W']`; weight `[out_channels, in_channels/groups, kH, kW]`.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.Conv2d.html
 */
export const conv2d = defineLayer({
  type: 'Conv2d',
  ...convolution(2),
  summary: 'Slides small filters over the image; each detects one pattern everywhere.',
  params: {
    ...CHANNELS,
    kernel_size: pair({
      default: 3,
      required: 'positional',
      label: 'Kernel',
      help: 'Height and width of a filter.',
    }),
    stride: pair({ default: 1, label: 'Stride', help: 'Pixels from one position to the next.' }),
    padding: orWord(
      pair({
        default: 0,
        min: 0,
        label: 'Padding',
        help: 'Pixels added around the image; "same" keeps its size.',
      }),
      PADDING_WORDS,
    ),
    dilation: pair({ default: 1, label: 'Dilation', help: 'Pixels from one tap of a filter to the next.' }),
    groups,
    bias,
    padding_mode: paddingMode,
  },
});

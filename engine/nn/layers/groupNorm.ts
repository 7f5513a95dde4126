import { bool, int } from '../../base/fields.js';
import { problem } from '../../base/problem.js';
import { defineLayer, sizeProblem } from './define.js';
import { normEpsilon, scaleAndShift, scaleAndShiftAlong, statistics } from './layerNorm.js';
import { channelsOf } from './windows.js';

/**
 * Normalizes each group of channels of each sample (Wu and He, arXiv:1803.08494), then scales and shifts each
 * channel. Shape: `[B, C, *]`, unchanged. Weight and bias `[C]`.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.GroupNorm.html
 */
export const groupNorm = defineLayer({
  type: 'GroupNorm',
  category: 'normalization',
  summary: 'Normalizes groups of channels of each sample by themselves: for small batches.',
  params: {
    num_groups: int({
      default: 1,
      required: 'positional',
      label: 'Groups',
      help: 'Number of groups into which the channels are divided.',
    }),
    num_channels: int({
      default: 1,
      required: 'positional',
      label: 'Channels',
      help: 'Number of input channels; inferred from the previous layer.',
      auto: channelsOf,
    }),
    eps: normEpsilon,
    affine: bool({ default: true, label: 'Affine', help: 'Learns a scale and a shift per channel.' }),
  },
  check: ({ num_groups, num_channels }, input, layer) =>
    sizeProblem(layer, input, 1, 'num_channels', num_channels) ??
    (num_channels % num_groups === 0
      ? null
      : problem(
          'bad-shape/groups',
          { param: 'num_channels', value: num_channels, groups: num_groups },
          { where: layer },
        )),
  infer: (_, input) => input,
  parameters: (p) => (p.affine ? scaleAndShift(p.num_channels) : []),
  forward: ({ b, tensor }, x, p) => {
    const sample = x.shape.slice(1).map(Number);
    const grouped = b.op('Reshape', [x, b.ints([0, p.num_groups, -1])]);
    const y = b.op('Reshape', [statistics(b, grouped, p.eps).standardized, b.ints([0, ...sample])]);
    return p.affine ? scaleAndShiftAlong({ b, tensor }, y, 1) : y;
  },
});

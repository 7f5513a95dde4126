import { bool, bothOf, int, pair } from '../../base/fields.js';
import { dimProduct } from '../../base/shape.js';
import { defineLayer } from './define.js';
import { channelsOf, windowAttributes, windowOutput, windowProblem } from './images.js';
import { rankProblem, sizeProblem } from './problems.js';
import { problem, type LayerPlace } from '../../base/problem.js';

/**
 * Slides learnable filters over images. Shape: input `[B, in_channels, H, W]`, output
 * `[B, out_channels, H', W']`; weight `[out_channels, in_channels/groups, kH, kW]`.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.Conv2d.html
 */
export const conv2d = defineLayer({
  type: 'Conv2d',
  category: 'convolution',
  summary: 'Slides small filters over the image; each detects one pattern everywhere.',
  params: {
    in_channels: int({
      default: 3,
      required: 'positional',
      label: 'Input channels',
      help: 'Number of input channels; inferred from the previous layer.',
      auto: channelsOf,
    }),
    out_channels: int({
      default: 16,
      required: 'positional',
      label: 'Filters',
      help: 'Number of output channels.',
    }),
    kernel_size: pair({
      default: 3,
      required: 'positional',
      label: 'Kernel',
      help: 'Height and width of a filter.',
    }),
    stride: pair({ default: 1, label: 'Stride', help: 'Pixels from one position to the next.' }),
    padding: pair({ default: 0, min: 0, label: 'Padding', help: 'Zeros added around the image.' }),
    dilation: pair({ default: 1, label: 'Dilation', help: 'Pixels from one tap of a filter to the next.' }),
    groups: int({
      default: 1,
      label: 'Groups',
      help: 'Splits channels into groups that do not see each other.',
    }),
    bias: bool({ default: true, label: 'Bias', help: 'Adds a learnable number to each output channel.' }),
  },
  check: (p, input, layer) =>
    rankProblem(layer, input, [4], '[B, C, H, W]') ??
    sizeProblem(layer, input, 1, 'in_channels', p.in_channels) ??
    groupsProblem(layer, p) ??
    windowProblem(layer, input, p),
  infer: (p, input) => [input[0]!, p.out_channels, ...windowOutput(input, p)],
  parameters: (p) => {
    const shape = [p.out_channels, p.in_channels / p.groups, ...bothOf(p.kernel_size)];
    const fanIn = dimProduct(shape, 1);
    const weight = { name: 'weight', shape, init: { kind: 'kaiming_uniform', fanIn } } as const;
    const bias = { name: 'bias', shape: [p.out_channels], init: { kind: 'uniform', fanIn } } as const;
    return p.bias ? [weight, bias] : [weight];
  },
  forward: ({ b, tensor }, x, p) => {
    const inputs = p.bias ? [x, tensor('weight'), tensor('bias')] : [x, tensor('weight')];
    return b.op('Conv', inputs, { ...windowAttributes(p), group: p.groups });
  },
  places: (output) => dimProduct(output, 2),
});

/** Groups must divide both the input and the output channels. */
function groupsProblem(
  layer: LayerPlace,
  sizes: { readonly in_channels: number; readonly out_channels: number; readonly groups: number },
) {
  const { groups } = sizes;
  const param = (['in_channels', 'out_channels'] as const).find((name) => sizes[name] % groups !== 0);
  if (!param) return null;
  return problem('bad-shape/groups', { param, value: sizes[param], groups }, { where: layer });
}

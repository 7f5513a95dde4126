import { pair, type ParamsOf } from '../../base/fields.js';
import { type LayerPlace, problem, type Problem } from '../../base/problem.js';
import { dimProduct, type Shape, staticDim } from '../../base/shape.js';
import { bias, CHANNELS, filters, groups, groupsProblem } from './convolution.js';
import { defineLayer, sizeProblem } from './define.js';
import { alongAxes, layoutProblem, lengthsFix, windowAttributes } from './windows.js';

const PARAMS = {
  ...CHANNELS,
  kernel_size: pair({
    default: 2,
    required: 'positional',
    label: 'Kernel',
    help: 'Height and width of a filter.',
  }),
  stride: pair({ default: 1, label: 'Stride', help: 'Pixels of the output for each pixel of the input.' }),
  padding: pair({ default: 0, min: 0, label: 'Padding', help: 'Pixels removed around the output.' }),
  output_padding: pair({
    default: 0,
    min: 0,
    label: 'Output padding',
    help: 'Pixels added to the output at the bottom and right; less than the stride.',
  }),
  groups,
  bias,
  dilation: pair({ default: 1, label: 'Dilation', help: 'Pixels from one tap of a filter to the next.' }),
} as const;

type Params = ParamsOf<typeof PARAMS>;

/** Height and width of the output. */
function outputSize(p: Params, input: Shape): readonly number[] {
  const [kernel, stride, padding, more, dilation] = [
    p.kernel_size,
    p.stride,
    p.padding,
    p.output_padding,
    p.dilation,
  ].map((lengths) => alongAxes(lengths, 2));
  return [0, 1].map((axis) => {
    const reach = dilation![axis]! * (kernel![axis]! - 1) + 1;
    const steps = (staticDim(input, axis + 2) - 1) * stride![axis]!;
    return steps + reach - 2 * padding![axis]! + more![axis]!;
  });
}

/** An output longer by a stride or more is not one that a convolution could have come from. */
function outputPaddingProblem(layer: LayerPlace, { output_padding, stride }: Params): Problem | null {
  const [more, steps] = [alongAxes(output_padding, 2), alongAxes(stride, 2)];
  if (more.every((width, axis) => width < steps[axis]!)) return null;
  const fitting = more.map((width, axis) => Math.min(width, steps[axis]! - 1));
  return problem(
    'bad-shape/output-padding',
    { output_padding: more, stride: steps },
    { where: layer, fixes: [lengthsFix(layer, 'output_padding', fitting)] },
  );
}

/**
 * The transpose of Conv2d: each pixel places a weighted filter in the output. Shape: input `[B, in_channels, H, W]`,
 * output `[B, out_channels, H', W']`; weight `[in_channels, out_channels/groups, kH, kW]`.
 * https://docs.pytorch.org/docs/stable/generated/torch.nn.ConvTranspose2d.html
 */
export const convTranspose2d = defineLayer({
  type: 'ConvTranspose2d',
  category: 'convolution',
  summary: 'Enlarges images with learned filters: the reverse of a Conv2d with the same settings.',
  params: PARAMS,
  check: (p, input, layer) =>
    layoutProblem(layer, input, 2) ??
    sizeProblem(layer, input, 1, 'in_channels', p.in_channels) ??
    groupsProblem(layer, p) ??
    outputPaddingProblem(layer, p),
  infer: (p, input) => [input[0]!, p.out_channels, ...outputSize(p, input)],
  parameters: (p) => filters([p.in_channels, p.out_channels / p.groups, ...alongAxes(p.kernel_size, 2)], p),
  forward: ({ b, tensor }, x, p) =>
    b.op('ConvTranspose', [x, tensor('weight'), ...(p.bias ? [tensor('bias')] : [])], {
      ...windowAttributes(p, x.shape),
      output_padding: alongAxes(p.output_padding, 2),
      group: p.groups,
    }),
  places: (output) => dimProduct(output, 2),
});

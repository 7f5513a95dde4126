import { bool, choice, int } from '../../base/fields.js';
import { type LayerPlace, problem, type Problem } from '../../base/problem.js';
import { dimProduct, type Shape } from '../../base/shape.js';
import type { Value } from '../../tensor/graph.js';
import { type ForwardContext, type ParameterSpec, sizeProblem } from './define.js';
import { fillProblem, padded, PADDING_MODES, type PaddingMode } from './padding.js';
import {
  alongAxes,
  type Axes,
  channelsOf,
  layoutProblem,
  lengthsFix,
  padsOf,
  windowAttributes,
  windowOutput,
  type WindowParams,
  windowProblem,
} from './windows.js';

/** Words for a convolution's padding. */
export const PADDING_WORDS = ['valid', 'same'] as const;

/** Channels of a convolution. */
export const CHANNELS = {
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
} as const;

/** The setting `groups` of convolutions. */
export const groups = int({
  default: 1,
  label: 'Groups',
  help: 'Splits channels into groups that do not see each other.',
});

/** The setting `bias` of convolutions. */
export const bias = bool({
  default: true,
  label: 'Bias',
  help: 'Adds a learnable number to each output channel.',
});

/** The setting `padding_mode` of convolutions. */
export const paddingMode = choice({
  default: 'zeros',
  options: PADDING_MODES,
  label: 'Padding with',
  help: 'Zeros, the mirrored inside, the nearest edge, or the other end.',
});

/** Channels and groups of any convolution. */
export interface ChannelParams {
  readonly in_channels: number;
  readonly out_channels: number;
  readonly groups: number;
  readonly bias: boolean;
}

interface ConvolutionParams extends WindowParams, ChannelParams {
  readonly padding_mode: PaddingMode;
}

/** Groups must divide both the input and the output channels. */
export function groupsProblem(layer: LayerPlace, sizes: ChannelParams): Problem | null {
  const param = (['in_channels', 'out_channels'] as const).find((name) => sizes[name] % sizes.groups !== 0);
  if (!param) return null;
  return problem(
    'bad-shape/groups',
    { param, value: sizes[param], groups: sizes.groups },
    { where: layer, fixes: [{ kind: 'set-param', layerId: layer.id, param: 'groups', value: 1 }] },
  );
}

/** Filters of a shape and a bias, as PyTorch initializes them. */
export function filters(shape: readonly number[], p: ChannelParams): readonly ParameterSpec[] {
  const fanIn = dimProduct(shape, 1);
  const weight = { name: 'weight', shape, init: { kind: 'kaiming_uniform', fanIn } } as const;
  const offset = { name: 'bias', shape: [p.out_channels], init: { kind: 'uniform', fanIn } } as const;
  return p.bias ? [weight, offset] : [weight];
}

/** As PyTorch, refuses an output as long as the input where the window moves by more than one position. */
function sameProblem(layer: LayerPlace, p: ConvolutionParams, axes: Axes): Problem | null {
  if (p.padding !== 'same' || alongAxes(p.stride, axes).every((steps) => steps === 1)) return null;
  return problem('bad-shape/same-stride', {}, { where: layer, fixes: [lengthsFix(layer, 'stride', [1])] });
}

function fillingProblem(layer: LayerPlace, input: Shape, p: ConvolutionParams, axes: Axes): Problem | null {
  return fillProblem(layer, input, p.padding_mode, padsOf(p, axes), (widest) => [
    { kind: 'set-param', layerId: layer.id, param: 'padding_mode', value: 'zeros' },
    ...(p.padding === 'same' ? [] : [lengthsFix(layer, 'padding', widest.before)]),
  ]);
}

/** The common part of Conv1d and Conv2d. */
export const convolution = (axes: Axes) =>
  ({
    category: 'convolution',
    check: (p: ConvolutionParams, input: Shape, layer: LayerPlace) =>
      layoutProblem(layer, input, axes) ??
      sizeProblem(layer, input, 1, 'in_channels', p.in_channels) ??
      groupsProblem(layer, p) ??
      sameProblem(layer, p, axes) ??
      fillingProblem(layer, input, p, axes) ??
      windowProblem(layer, input, p),
    infer: (p: ConvolutionParams, input: Shape): Shape => [
      input[0]!,
      p.out_channels,
      ...windowOutput(input, p),
    ],
    parameters: (p: ConvolutionParams) =>
      filters([p.out_channels, p.in_channels / p.groups, ...alongAxes(p.kernel_size, axes)], p),
    forward: ({ b, tensor }: ForwardContext, x: Value, p: ConvolutionParams): Value => {
      const parameters = [tensor('weight'), ...(p.bias ? [tensor('bias')] : [])];
      const zeros = p.padding_mode === 'zeros';
      const images = zeros ? x : padded(b, x, p.padding_mode, padsOf(p, axes));
      const window = windowAttributes(zeros ? p : { ...p, padding: 0 }, images.shape);
      return b.op('Conv', [images, ...parameters], { ...window, group: p.groups });
    },
    places: (output: Shape) => dimProduct(output, 2),
  }) as const;

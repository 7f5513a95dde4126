import { bothOf, pair } from '../../base/fields.js';
import type { Attributes } from '../../tensor/graph.js';
import type { Shape } from '../../base/shape.js';
import { sweeps } from '../../tensor/operators/windows.js';
import { NO_PARAMETERS } from './define.js';
import { rankProblem } from './problems.js';
import { problem, type LayerPlace, type Problem } from '../../base/problem.js';

type Pair = number | readonly [number, number];

/** A window's settings under PyTorch's names. */
export interface WindowParams {
  readonly kernel_size: Pair;
  readonly stride: Pair;
  readonly padding: Pair;
  readonly dilation?: Pair;
}

/** The number of channels of `[B, C, …]`. */
export function channelsOf(input: Shape): number | null {
  return typeof input[1] === 'number' ? input[1] : null;
}

/** A window's settings as ONNX's attributes. */
export function windowAttributes({ kernel_size, stride, padding, dilation }: WindowParams): Attributes {
  const pads = bothOf(padding);
  return {
    kernel_shape: bothOf(kernel_size),
    strides: bothOf(stride),
    pads: [...pads, ...pads],
    ...(dilation !== undefined && { dilations: bothOf(dilation) }),
  };
}

/** Output height and width of a window over images; below 1 if it is larger than the image. */
export function windowOutput(input: Shape, params: WindowParams): readonly [number, number] {
  const [rows, columns] = sweeps(input, { dilations: [1, 1], ...windowAttributes(params) });
  return [rows.output, columns.output];
}

/** The problem of a window that is larger than the images. */
export function windowProblem(layer: LayerPlace, input: Shape, params: WindowParams): Problem | null {
  if (windowOutput(input, params).every((size) => size >= 1)) return null;
  return problem('bad-shape/kernel', { kernel: bothOf(params.kernel_size), input }, { where: layer });
}

/** PyTorch rejects pools whose padding is more than half of their window. */
function paddingProblem(layer: LayerPlace, params: WindowParams): Problem | null {
  const [kernel, padding] = [bothOf(params.kernel_size), bothOf(params.padding)];
  if (padding.every((pad, axis) => pad <= kernel[axis]! / 2)) return null;
  return problem('bad-shape/padding', { padding, kernel }, { where: layer });
}

/** The common part of max and average pools. */
export const pool = {
  category: 'pooling',
  check: (p: WindowParams, input: Shape, layer: LayerPlace) =>
    rankProblem(layer, input, [4], '[B, C, H, W]') ??
    paddingProblem(layer, p) ??
    windowProblem(layer, input, p),
  infer: (p: WindowParams, input: Shape): Shape => [input[0]!, input[1]!, ...windowOutput(input, p)],
  parameters: NO_PARAMETERS,
} as const;

/** Window and stride of a pool. */
export const POOL_PARAMS = {
  kernel_size: pair({ default: 2, required: 'positional', label: 'Window', help: 'Height and width.' }),
  stride: pair({
    default: 2,
    sameAs: 'kernel_size',
    label: 'Stride',
    help: 'Pixels from one window to the next; defaults to the window size.',
  }),
} as const;

import { bool, int, pair } from '../../base/fields.js';
import { type Fix, type LayerPlace, problem, type Problem } from '../../base/problem.js';
import type { Shape } from '../../base/shape.js';
import type { Builder } from '../../tensor/builder.js';
import type { Attributes, Value } from '../../tensor/graph.js';
import { seesInput, type Sweep, sweeps, swept } from '../../tensor/operators/windows.js';
import { NO_PARAMETERS, rankProblem } from './define.js';
import { pad, padded, type Pads } from './padding.js';

/** Lengths along the axes of images or lines; one number for all. */
export type Lengths = number | readonly number[];

/** Padding by its width, none, or as much as makes the output as long as the input. */
export type Padding = Lengths | 'valid' | 'same';

/** A window's settings under PyTorch's names. */
export interface WindowParams {
  readonly kernel_size: Lengths;
  readonly stride: Lengths;
  readonly padding: Padding;
  readonly dilation?: Lengths;
  readonly ceil_mode?: boolean;
}

/** Number of axes along which a window moves: 1 over lines `[B, C, L]`, 2 over images `[B, C, H, W]`. */
export type Axes = 1 | 2;

const LAYOUT: Readonly<Record<Axes, string>> = { 1: '[B, C, L]', 2: '[B, C, H, W]' };

/** The length along each axis. */
export function alongAxes(value: Lengths, axes: number): readonly number[] {
  return typeof value === 'number' ? Array<number>(axes).fill(value) : value;
}

/** The number of channels of `[B, C, …]`. */
export function channelsOf(input: Shape): number | null {
  return typeof input[1] === 'number' ? input[1] : null;
}

/** The problem of an input that is neither images nor lines; columns of a table can become lines. */
export function layoutProblem(layer: LayerPlace, input: Shape, axes: Axes): Problem | null {
  const lines: Fix = { kind: 'insert-layer', beforeLayerId: layer.id, type: 'Unflatten' };
  return rankProblem(layer, input, [axes + 2], LAYOUT[axes], axes === 1 && input.length === 2 ? [lines] : []);
}

/** The padding of a window; that of "same" is longer at the end where it is odd, as in PyTorch. */
export function padsOf({ kernel_size, padding, dilation = 1 }: WindowParams, axes: number): Pads {
  if (padding !== 'same') {
    const both = alongAxes(padding === 'valid' ? 0 : padding, axes);
    return { before: both, after: both };
  }
  const [kernel, steps] = [alongAxes(kernel_size, axes), alongAxes(dilation, axes)];
  const total = kernel.map((length, axis) => steps[axis]! * (length - 1));
  return {
    before: total.map((length) => Math.floor(length / 2)),
    after: total.map((length) => Math.ceil(length / 2)),
  };
}

/** A window's settings as ONNX's attributes. */
function attributesWith(p: WindowParams, axes: number, { before, after }: Pads): Attributes {
  return {
    kernel_shape: alongAxes(p.kernel_size, axes),
    strides: alongAxes(p.stride, axes),
    pads: [...before, ...after],
    ...(p.dilation !== undefined && { dilations: alongAxes(p.dilation, axes) }),
  };
}

const sweepsOf = (input: Shape, attributes: Attributes) =>
  sweeps(input, { dilations: [1, 1], ...attributes }).slice(4 - input.length);

/** The distance that the last window reaches beyond the padding in PyTorch's `ceil_mode`; it starts before the padding's end. */
function overhang({ input, kernel, stride, before, after, dilation }: Sweep): number {
  const reach = dilation * (kernel - 1) + 1;
  const steps = Math.ceil((input + before + after - reach) / stride);
  const last = steps * stride >= input + before ? steps - 1 : steps;
  return Math.max(0, last * stride + reach - input - before - after);
}

/**
 * The overhangs along all axes; 0 without `ceil_mode`. Files have them as padding: readers disagree about ONNX's
 * `ceil_mode`.
 */
function overhangs(p: WindowParams, input: Shape): readonly number[] {
  const axes = input.length - 2;
  const all = sweepsOf(input, attributesWith(p, axes, padsOf(p, axes)));
  return all.map((sweep) => (p.ceil_mode ? overhang(sweep) : 0));
}

/** A window's settings as ONNX's attributes, for an input. */
export function windowAttributes(p: WindowParams, input: Shape): Attributes {
  const { before, after } = padsOf(p, input.length - 2);
  const over = overhangs(p, input);
  const longer = after.map((width, axis) => width + over[axis]!);
  return attributesWith(p, input.length - 2, { before, after: longer });
}

/** Output lengths of a window; below 1 if it is larger than the input. */
export function windowOutput(input: Shape, params: WindowParams): readonly number[] {
  return swept(input, { dilations: [1, 1], ...windowAttributes(params, input) });
}

/** One number where all lengths are equal. */
function shortest(lengths: readonly number[]): number | readonly number[] {
  return lengths.every((length) => length === lengths[0]) ? lengths[0]! : lengths;
}

/** The fix that sets a setting to these lengths. */
export function lengthsFix(layer: LayerPlace, param: string, lengths: readonly number[]): Fix {
  return { kind: 'set-param', layerId: layer.id, param, value: shortest(lengths) };
}

/** The problem of a window that is larger than the input; the fix is the largest that fits. */
export function windowProblem(layer: LayerPlace, input: Shape, params: WindowParams): Problem | null {
  if (windowOutput(input, params).every((size) => size >= 1)) return null;
  const fitting = sweepsOf(input, windowAttributes(params, input)).map((sweep) => {
    const room = sweep.input + sweep.before + sweep.after;
    return Math.min(sweep.kernel, Math.floor((room - 1) / sweep.dilation) + 1);
  });
  const kernel = alongAxes(params.kernel_size, fitting.length);
  return problem(
    'bad-shape/kernel',
    { kernel, input },
    { where: layer, fixes: [lengthsFix(layer, 'kernel_size', fitting)] },
  );
}

/** PyTorch rejects pools whose padding is more than half of their window. */
function paddingProblem(layer: LayerPlace, params: WindowParams, axes: Axes): Problem | null {
  const [kernel, padding] = [alongAxes(params.kernel_size, axes), padsOf(params, axes).before];
  const most = kernel.map((length) => Math.floor(length / 2));
  if (padding.every((width, axis) => width <= most[axis]!)) return null;
  const allowed = padding.map((width, axis) => Math.min(width, most[axis]!));
  return problem(
    'bad-shape/padding',
    { padding, kernel },
    { where: layer, fixes: [lengthsFix(layer, 'padding', allowed)] },
  );
}

/** A dilated window of which no tap falls on the input has neither a largest value nor a mean. */
function emptyProblem(layer: LayerPlace, input: Shape, params: WindowParams): Problem | null {
  if (sweepsOf(input, windowAttributes(params, input)).every(seesInput)) return null;
  return problem('bad-shape/empty-window', {}, { where: layer, fixes: [lengthsFix(layer, 'dilation', [1])] });
}

/** The common part of max and average pools. */
export const pool = (axes: Axes) =>
  ({
    category: 'pooling',
    check: (p: WindowParams, input: Shape, layer: LayerPlace) =>
      layoutProblem(layer, input, axes) ??
      paddingProblem(layer, p, axes) ??
      windowProblem(layer, input, p) ??
      emptyProblem(layer, input, p),
    infer: (p: WindowParams, input: Shape): Shape => [input[0]!, input[1]!, ...windowOutput(input, p)],
    parameters: NO_PARAMETERS,
  }) as const;

/** Window and stride of a pool over images. */
export const POOL_PARAMS = {
  kernel_size: pair({ default: 2, required: 'positional', label: 'Window', help: 'Height and width.' }),
  stride: pair({
    default: 2,
    sameAs: 'kernel_size',
    label: 'Stride',
    help: 'Pixels from one window to the next; defaults to the window size.',
  }),
} as const;

/** Window and stride of a pool over lines. */
export const LINE_POOL_PARAMS = {
  kernel_size: int({ default: 2, required: 'positional', label: 'Window', help: 'Length.' }),
  stride: int({
    default: 2,
    sameAs: 'kernel_size',
    label: 'Stride',
    help: 'Steps from one window to the next; defaults to the window size.',
  }),
} as const;

/** The setting `ceil_mode` of pools. */
export const ceilMode = bool({
  default: false,
  label: 'Keep the rest',
  help: 'Adds a last window where pixels are left over, though it reaches beyond the edge.',
});

/** The largest value of each window; padding as wide as the window, which onnxruntime refuses, is a Pad of its own. */
export function maxPool(b: Builder, x: Value, p: WindowParams): Value {
  const axes = x.shape.length - 2;
  const { before } = padsOf(p, axes);
  const after = overhangs(p, x.shape).map((width, axis) => width + before[axis]!);
  const kernel = alongAxes(p.kernel_size, axes);
  if (after.every((width, axis) => width < kernel[axis]!)) {
    return b.op('MaxPool', [x], windowAttributes(p, x.shape));
  }
  const images = pad(b, x, { before, after }, 'constant', -Infinity);
  const none = { before: alongAxes(0, axes), after: alongAxes(0, axes) };
  return b.op('MaxPool', [images], attributesWith(p, axes, none));
}

/** The setting `count_include_pad` of average pools. */
export const countIncludePad = bool({
  default: true,
  label: 'Count padding',
  help: 'Includes padding in the mean, as zeros; otherwise ignores it.',
});

/** The mean of each window; PyTorch counts padding as zeros, but never what the last window has beyond it. */
export function averagePool(
  b: Builder,
  x: Value,
  p: WindowParams & { readonly count_include_pad: boolean },
): Value {
  if (!p.count_include_pad || overhangs(p, x.shape).every((width) => width === 0)) {
    const counted = { count_include_pad: Number(p.count_include_pad) };
    return b.op('AveragePool', [x], { ...windowAttributes(p, x.shape), ...counted });
  }
  const axes = x.shape.length - 2;
  const images = padded(b, x, 'zeros', padsOf(p, axes));
  const none = alongAxes(0, axes);
  const pads = [...none, ...overhangs(p, x.shape)];
  return b.op('AveragePool', [images], { ...windowAttributes(p, x.shape), pads, count_include_pad: 0 });
}

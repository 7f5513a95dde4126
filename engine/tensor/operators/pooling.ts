import { invariant } from '../../base/problem.js';
import { type Dim, staticDim } from '../../base/shape.js';
import { type Builder, defineOperator } from '../builder.js';
import { type Attributes, number, type Value } from '../graph.js';
import { float32, numel, tensor, type TensorOf, toNumbers } from '../tensor.js';
import { connect, type Sweep, sweeps, swept, WINDOW_ATTRIBUTES } from './windows.js';

/** The largest value in each window of images `[B, C, H, W]` or lines `[B, C, L]`; padding is never chosen. */
export const maxPool = defineOperator({
  type: 'MaxPool',
  domain: '',
  attributes: WINDOW_ATTRIBUTES,
  infer: ([x], attributes) => {
    invariant(x, 'MaxPool needs an input');
    return [{ dtype: x.dtype, shape: [...x.shape.slice(0, 2), ...swept(x.shape, attributes)] }];
  },
  gradient: (b, { inputs: [x], outputs: [y], attributes }, [g]) => [
    g && x && y ? b.op('MaxPoolGrad', [x, y, g], attributes) : null,
  ],
  kernel: ([x], attributes, { float, outputShapes: [shape] }) => {
    const image = x as TensorOf<'float32'>;
    const [rows, columns] = sweeps(image.shape, attributes);
    const { output, input } = connect([rows, columns]);
    const [from, to] = [rows.input * columns.input, rows.output * columns.output];
    const out = float(numel(shape!)).fill(-Infinity);
    for (let plane = 0; plane < image.shape[0]! * image.shape[1]!; plane++) {
      for (let i = 0; i < output.length; i++) {
        const value = image.data[plane * from + input[i]!]!;
        const at = plane * to + output[i]!;
        // As in PyTorch, NaN propagates: it must not vanish in the pool.
        if (value > out[at]! || Number.isNaN(value)) out[at] = value;
      }
    }
    return [tensor('float32', shape!, out)];
  },
});

/**
 * The gradient of MaxPool from its input, its result and the result's gradient. Where several elements of a
 * window are the largest, the first gets the whole gradient, as in PyTorch.
 */
export const maxPoolGrad = defineOperator({
  type: 'MaxPoolGrad',
  domain: 'layerloom',
  attributes: WINDOW_ATTRIBUTES,
  infer: ([x]) => {
    invariant(x, 'MaxPoolGrad needs an input');
    return [{ dtype: x.dtype, shape: x.shape }];
  },
  kernel: ([x, y, g], attributes, { float, outputShapes: [shape] }) => {
    const [image, pooled, gradient] = [x, y, g] as TensorOf<'float32'>[];
    const [rows, columns] = sweeps(shape!, attributes);
    const { output, input } = connect([rows, columns]);
    const [from, to] = [rows.input * columns.input, rows.output * columns.output];
    const out = float(image!.data.length);
    for (let plane = 0; plane < shape![0]! * shape![1]!; plane++) {
      // Connections are sorted by output: an output whose element was found is done.
      let done = -1;
      for (let i = 0; i < output.length; i++) {
        const [source, target] = [plane * from + input[i]!, plane * to + output[i]!];
        if (target === done || image!.data[source] !== pooled!.data[target]) continue;
        out[source]! += gradient!.data[target]!;
        done = target;
      }
    }
    return [tensor('float32', shape!, out)];
  },
});

/** The mean of each window of images `[B, C, H, W]` or lines `[B, C, L]`; `count_include_pad` counts padding as zeros. */
export const averagePool = defineOperator({
  type: 'AveragePool',
  domain: '',
  attributes: {
    kernel_shape: WINDOW_ATTRIBUTES.kernel_shape,
    strides: WINDOW_ATTRIBUTES.strides,
    pads: WINDOW_ATTRIBUTES.pads,
    count_include_pad: { kind: 'int', default: 0 },
  },
  infer: ([x], attributes) => {
    invariant(x, 'AveragePool needs an input');
    const lengths = swept(x.shape, { dilations: [1, 1], ...attributes });
    return [{ dtype: x.dtype, shape: [...x.shape.slice(0, 2), ...lengths] }];
  },
  // Averaging is linear and acts on rows and columns separately: P_h · x · P_wᵀ. So does its transpose.
  gradient: (b, { inputs: [x], attributes }, [g]) => {
    if (!g || !x) return [null];
    const [rows, columns] = sweeps(x.shape, { dilations: [1, 1], ...attributes });
    const padded = number(attributes, 'count_include_pad') === 1;
    return [applyOnImages(b, g, transposed(averages(rows, padded)), transposed(averages(columns, padded)))];
  },
  kernel: ([x], attributes, { float, outputShapes: [shape] }) => {
    const image = x as TensorOf<'float32'>;
    const [rows, columns] = sweeps(image.shape, { dilations: [1, 1], ...attributes });
    const { output, input } = connect([rows, columns]);
    const [from, to] = [rows.input * columns.input, rows.output * columns.output];
    const counts = new Float64Array(to);
    if (number(attributes, 'count_include_pad')) counts.fill(rows.kernel * columns.kernel);
    else output.forEach((at) => counts[at]!++);
    const out = float(numel(shape!));
    for (let plane = 0; plane < image.shape[0]! * image.shape[1]!; plane++) {
      const sums = new Float64Array(to);
      for (let i = 0; i < output.length; i++) sums[output[i]!]! += image.data[plane * from + input[i]!]!;
      for (let i = 0; i < to; i++) out[plane * to + i] = sums[i]! / counts[i]!;
    }
    return [tensor('float32', shape!, out)];
  },
});

/** The matrix `[output, input]` that averages along one axis. */
function averages({ input, output, kernel, stride, before }: Sweep, padded: boolean): Matrix {
  return Array.from({ length: output }, (_, o) => {
    const start = o * stride - before;
    const inside = (i: number) => i >= start && i < start + kernel;
    const count = padded ? kernel : Math.min(start + kernel, input) - Math.max(start, 0);
    return Array.from({ length: input }, (_unused, i) => (inside(i) ? 1 / count : 0));
  });
}

/** Rows of numbers, all of one length. */
export type Matrix = readonly (readonly number[])[];

/**
 * `left · image · rightᵀ` for every plane of images `[B, C, H, W]`: the result is `[B, C, left, right]`. Lines
 * `[B, C, L]` have columns only.
 */
export function applyOnImages(b: Builder, images: Value, left: Matrix, right: Matrix): Value {
  const transpose = (x: Value) => b.op('Transpose', [x], { perm: [0, 1, 3, 2] });
  const wide = b.op('MatMul', [images, held(b, transposed(right))]);
  if (images.shape.length === 3) return wide;
  return transpose(b.op('MatMul', [transpose(wide), held(b, transposed(left))]));
}

/** The transpose of a matrix. */
export function transposed(matrix: Matrix): Matrix {
  return matrix[0]!.map((_, column) => matrix.map((row) => row[column]!));
}

function held(b: Builder, matrix: Matrix): Value {
  return b.constant(float32([matrix.length, matrix[0]!.length], matrix.flat()));
}

/** The weights of the input positions that make one output position. */
type Taps = readonly (readonly [input: number, weight: number])[];

/** The source of each output position's value along an axis: from one input position, or between two. */
function tapsOf(
  from: number,
  to: number,
  { mode, coordinate_transformation_mode }: Attributes,
): readonly Taps[] {
  return Array.from({ length: to }, (_, i): Taps => {
    if (mode === 'nearest') return [[Math.floor((i * from) / to), 1]];
    const aligned = coordinate_transformation_mode === 'align_corners';
    const at = aligned ? (i * (from - 1)) / Math.max(to - 1, 1) : ((i + 0.5) * from) / to - 0.5;
    const place = Math.min(Math.max(at, 0), from - 1);
    const low = Math.floor(place);
    const share = place - low;
    return share === 0
      ? [[low, 1]]
      : [
          [low, 1 - share],
          [low + 1, share],
        ];
  });
}

const matrix = (taps: readonly Taps[], from: number): Matrix =>
  taps.map((row) => {
    const weights = Array<number>(from).fill(0);
    for (const [input, weight] of row) weights[input] = weight;
    return weights;
  });

/** The taps along rows and along columns of images `[B, C, H, W]`. */
const sides = (input: readonly Dim[], output: readonly Dim[], attributes: Attributes) =>
  [2, 3].map((axis) => tapsOf(staticDim(input, axis), staticDim(output, axis), attributes)) as [
    Taps[],
    Taps[],
  ];

/**
 * Images `[B, C, H, W]` enlarged by a constant whole number for each axis.
 * https://onnx.ai/onnx/operators/onnx__Resize.html
 */
export const resize = defineOperator({
  type: 'Resize',
  domain: '',
  attributes: {
    mode: { kind: 'string', default: 'nearest' },
    coordinate_transformation_mode: { kind: 'string', default: 'asymmetric' },
    nearest_mode: { kind: 'string', default: 'floor' },
  },
  infer: ([x, , scales]) => {
    invariant(x?.shape.length === 4 && scales?.constant, 'Resize takes images and constant scales');
    const factors = toNumbers(scales.constant);
    const shape = x.shape.map((dim, axis) => (factors[axis] === 1 ? dim : Number(dim) * factors[axis]!));
    return [{ dtype: x.dtype, shape }];
  },
  // Linear along rows and columns separately, as is its transpose.
  gradient: (b, { inputs: [x], attributes }, [g]) => {
    if (!g || !x) return [null, null, null];
    const [rows, columns] = sides(x.shape, g.shape, attributes);
    const across = (taps: readonly Taps[], axis: number) =>
      transposed(matrix(taps, staticDim(x.shape, axis)));
    return [applyOnImages(b, g, across(rows, 2), across(columns, 3)), null, null];
  },
  kernel: ([x], attributes, { float, outputShapes: [shape] }) => {
    const image = x as TensorOf<'float32'>;
    const [rows, columns] = sides(image.shape, shape!, attributes);
    const [from, to] = [numel(image.shape.slice(2)), numel(shape!.slice(2))];
    const width = image.shape[3]!;
    const out = float(numel(shape!));
    for (let i = 0; i < out.length; i++) {
      const plane = Math.floor(i / to) * from;
      const row = rows[Math.floor((i % to) / columns.length)]!;
      let sum = 0;
      for (const [y, high] of row) {
        for (const [place, wide] of columns[i % columns.length]!) {
          sum += high * wide * image.data[plane + y * width + place]!;
        }
      }
      out[i] = sum;
    }
    return [tensor('float32', shape!, out)];
  },
});

import { invariant } from '../../base/problem.js';
import { staticDim, type Dim } from '../../base/shape.js';
import type { Attributes } from '../graph.js';
import { defineOperator } from '../builder.js';
import { numel, tensor, type TensorOf, toNumbers } from '../tensor.js';
import { applyOnImages, type Matrix, transposed } from './pooling.js';

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

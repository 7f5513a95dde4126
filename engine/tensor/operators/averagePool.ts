import { LoomError } from '../../base/errors.js';
import { defineOperator } from '../operator.js';
import { tensor, type TensorOf } from '../tensor.js';
import { number } from './attributes.js';
import { applyOnImages, transposed, type Matrix } from './imageMatrix.js';
import { connect, sweeps, WINDOW_ATTRIBUTES, type Sweep } from './window.js';

/** The mean of each window of images `[B, C, H, W]`; `count_include_pad` counts padding as zeros. */
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
    if (!x) throw new LoomError('internal', 'AveragePool needs an input');
    const [rows, columns] = sweeps(x.shape, { dilations: [1, 1], ...attributes });
    return [{ dtype: x.dtype, shape: [x.shape[0]!, x.shape[1]!, rows.output, columns.output] }];
  },
  // Averaging is linear and acts on rows and columns apart: P_h · x · P_wᵀ. So does its transpose.
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
    const out = float(shape!.reduce((product, dim) => product * dim, 1));
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

import { LoomError } from '../../base/errors.js';
import { defineOperator } from '../operator.js';
import { tensor, type TensorOf } from '../tensor.js';
import { connect, sweeps, WINDOW_ATTRIBUTES } from './window.js';

/** The largest value in each window of images `[B, C, H, W]`; padding never wins. */
export const maxPool = defineOperator({
  type: 'MaxPool',
  domain: '',
  attributes: WINDOW_ATTRIBUTES,
  infer: ([x], attributes) => {
    if (!x) throw new LoomError('internal', 'MaxPool needs an input');
    const [rows, columns] = sweeps(x.shape, attributes);
    return [{ dtype: x.dtype, shape: [x.shape[0]!, x.shape[1]!, rows.output, columns.output] }];
  },
  gradient: (b, { inputs: [x], outputs: [y], attributes }, [g]) => [
    g && x && y ? b.op('MaxPoolGrad', [x, y, g], attributes) : null,
  ],
  kernel: ([x], attributes, { float, outputShapes: [shape] }) => {
    const image = x as TensorOf<'float32'>;
    const [rows, columns] = sweeps(image.shape, attributes);
    const { output, input } = connect([rows, columns]);
    const [from, to] = [rows.input * columns.input, rows.output * columns.output];
    const out = float(shape!.reduce((product, dim) => product * dim, 1)).fill(-Infinity);
    for (let plane = 0; plane < image.shape[0]! * image.shape[1]!; plane++) {
      for (let i = 0; i < output.length; i++) {
        const value = image.data[plane * from + input[i]!]!;
        const at = plane * to + output[i]!;
        // Like PyTorch, a NaN wins: it must not vanish in the pool.
        if (value > out[at]! || Number.isNaN(value)) out[at] = value;
      }
    }
    return [tensor('float32', shape!, out)];
  },
});

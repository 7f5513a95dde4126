import { LoomError } from '../../base/errors.js';
import { defineOperator } from '../operator.js';
import { tensor, type TensorOf } from '../tensor.js';
import { connect, sweeps, WINDOW_ATTRIBUTES } from './window.js';

/**
 * The gradient of MaxPool from its input, its result and the result's gradient. Where several elements of a
 * window are the largest, the first takes all, as in PyTorch.
 */
export const maxPoolGrad = defineOperator({
  type: 'MaxPoolGrad',
  domain: 'layerloom',
  attributes: WINDOW_ATTRIBUTES,
  infer: ([x]) => {
    if (!x) throw new LoomError('internal', 'MaxPoolGrad needs an input');
    return [{ dtype: x.dtype, shape: x.shape }];
  },
  kernel: ([x, y, g], attributes, { float, outputShapes: [shape] }) => {
    const [image, pooled, gradient] = [x, y, g] as TensorOf<'float32'>[];
    const [rows, columns] = sweeps(shape!, attributes);
    const { output, input } = connect([rows, columns]);
    const [from, to] = [rows.input * columns.input, rows.output * columns.output];
    const out = float(image!.data.length);
    for (let plane = 0; plane < shape![0]! * shape![1]!; plane++) {
      // Connections come output by output: an output that has found its element is done.
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

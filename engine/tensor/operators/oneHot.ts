import { defineOperator } from '../operator.js';
import { tensor, toNumbers } from '../tensor.js';
import { LoomError } from '../../base/errors.js';

/** `[B]` class numbers to `[B, depth]` with `values[1]` at the class and `values[0]` elsewhere. */
export const oneHot = defineOperator({
  type: 'OneHot',
  domain: '',
  attributes: {},
  infer: ([indices, depth, values]) => {
    if (!indices || !depth?.constant || !values)
      throw new LoomError('internal', 'OneHot needs a constant depth');
    return [{ dtype: values.dtype, shape: [...indices.shape, toNumbers(depth.constant)[0]!] }];
  },
  kernel: ([indices, depth, values], _, { float, outputShapes: [shape] }) => {
    const [off, on] = toNumbers(values!);
    const width = toNumbers(depth!)[0]!;
    const rows = toNumbers(indices!);
    const out = float(rows.length * width).fill(off!);
    rows.forEach((label, i) => {
      if (label >= 0 && label < width) out[i * width + label] = on!;
    });
    return [tensor('float32', shape!, out)];
  },
});

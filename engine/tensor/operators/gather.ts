import { defineOperator } from '../operator.js';
import { normalizeAxis } from '../../base/shape.js';
import { numel, toNumbers, type Tensor } from '../tensor.js';
import { LoomError } from '../../base/errors.js';
import { number } from './attributes.js';

/** Rows of a tensor by their numbers, along the first axis. Not differentiated: it only fetches data. */
export const gather = defineOperator({
  type: 'Gather',
  domain: '',
  attributes: { axis: { kind: 'int', default: 0 } },
  infer: ([data, indices], attributes) => {
    if (!data || !indices) throw new LoomError('internal', 'Gather needs data and indices');
    if (normalizeAxis(number(attributes, 'axis'), data.shape.length) !== 0) {
      throw new LoomError('unsupported-operator', 'Gather works along the first axis only');
    }
    return [{ dtype: data.dtype, shape: [...indices.shape, ...data.shape.slice(1)] }];
  },
  kernel: ([data, indices], _, { outputShapes: [shape] }) => {
    const size = numel(data!.shape.slice(1));
    const rows = toNumbers(indices!);
    const out = data!.data.slice(0, 0).constructor as new (length: number) => Float32Array;
    const result = new out(rows.length * size);
    rows.forEach((row, i) =>
      result.set((data!.data as Float32Array).subarray(row * size, (row + 1) * size), i * size),
    );
    return [{ dtype: data!.dtype, shape: shape!, data: result } as Tensor];
  },
});

import { defineOperator } from '../operator.js';
import { numel, type Tensor } from '../tensor.js';
import { LoomError } from '../../base/errors.js';
import { list } from './attributes.js';

/** Reorders axes: output axis `i` is input axis `perm[i]`. */
export const transpose = defineOperator({
  type: 'Transpose',
  domain: '',
  attributes: { perm: { kind: 'ints', default: null } },
  infer: ([x], attributes) => {
    const perm = list(attributes, 'perm');
    if (!x || perm.length !== x.shape.length)
      throw new LoomError('internal', 'Transpose needs perm for every axis');
    return [{ dtype: x.dtype, shape: perm.map((axis) => x.shape[axis]!) }];
  },
  gradient: (b, node, [g]) => {
    const perm = list(node.attributes, 'perm');
    return [g ? b.op('Transpose', [g], { perm: perm.map((_, axis) => perm.indexOf(axis)) }) : null];
  },
  kernel: ([x], attributes, { outputShapes: [shape] }) => {
    const perm = list(attributes, 'perm');
    const strides = perm.map((axis) => numel(x!.shape.slice(axis + 1)));
    const data = x!.data.slice() as Float32Array;
    const position = new Array<number>(perm.length).fill(0);
    for (let i = 0, from = 0; i < data.length; i++) {
      data[i] = (x!.data as Float32Array)[from]!;
      for (let axis = perm.length - 1; axis >= 0; axis--) {
        from += strides[axis]!;
        if (++position[axis]! < shape![axis]!) break;
        from -= strides[axis]! * shape![axis]!;
        position[axis] = 0;
      }
    }
    return [{ ...x!, shape: shape!, data } as Tensor];
  },
});

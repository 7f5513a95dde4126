import { LoomError } from '../../base/errors.js';
import { defineOperator } from '../operator.js';
import { formatShape, staticDim } from '../../base/shape.js';
import { numel, tensor } from '../tensor.js';
import { multiply } from './matrix.js';

/** `x · w` on the last axis: `[*, K]` by a matrix `[K, N]` gives `[*, N]`. */
export const matMul = defineOperator({
  type: 'MatMul',
  domain: '',
  attributes: {},
  infer: ([x, w]) => {
    if (!x || w?.shape.length !== 2 || x.shape.length < 2 || x.shape.at(-1) !== w.shape[0]) {
      const found = [x, w].map((value) => (value ? formatShape(value.shape) : 'nothing')).join(' and ');
      throw new LoomError('bad-shape', `MatMul: ${found} do not multiply`);
    }
    return [{ dtype: x.dtype, shape: [...x.shape.slice(0, -1), w.shape[1]!] }];
  },
  gradient: (b, { inputs: [x, w] }, [g]) => {
    if (!g || !x || !w) return [null, null];
    const rows = (value: typeof x) => b.op('Reshape', [value, b.ints([-1, staticDim(value.shape, -1)])]);
    return [
      b.op('MatMul', [g, b.op('Transpose', [w], { perm: [1, 0] })]),
      b.op('Gemm', [rows(x), rows(g)], { transA: 1 }),
    ];
  },
  kernel: ([x, w], _, { float, outputShapes: [shape] }) => {
    if (x?.dtype !== 'float32' || w?.dtype !== 'float32')
      throw new LoomError('internal', 'MatMul runs on float32 only');
    const [k, n] = w.shape as readonly [number, number];
    const out = float(numel(shape!));
    multiply(x.data, w.data, out, { m: out.length / n, n, k, transA: false, transB: false });
    return [tensor('float32', shape!, out)];
  },
});

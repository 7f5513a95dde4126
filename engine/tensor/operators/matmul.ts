import { invariant } from '../../base/problem.js';
import { broadcastShapes, formatShape, sameShape, staticDim } from '../../base/shape.js';
import { number } from '../graph.js';
import { defineOperator } from '../builder.js';
import { numel, tensor } from '../tensor.js';
import { sumTo, zip } from './elementwise.js';

type Floats = Float32Array | Float64Array;

/** Sizes of a matrix product: `A'` is m×k, `B'` is k×n. */
interface MatrixSizes {
  readonly m: number;
  readonly n: number;
  readonly k: number;
  readonly transA: boolean;
  readonly transB: boolean;
}

/** `out = A' · B'`, accumulated in double precision. */
function multiply(a: Floats, b: Floats, out: Floats, sizes: MatrixSizes): void {
  const { m, n, k, transA, transB } = sizes;
  const [rowA, colA] = transA ? [1, m] : [k, 1];
  const [rowB, colB] = transB ? [1, k] : [n, 1];
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < n; j++) {
      let sum = 0;
      for (let p = 0; p < k; p++) sum += a[i * rowA + p * colA]! * b[p * rowB + j * colB]!;
      out[i * n + j] = sum;
    }
  }
}

/**
 * `alpha · A' · B' + beta · C` for matrices, where `'` transposes when transA/transB is 1 and C is
 * optional and broadcast. nn.Linear is `Gemm(x, weight, bias, transB=1)`.
 */
export const gemm = defineOperator({
  type: 'Gemm',
  domain: '',
  attributes: {
    alpha: { kind: 'float', default: 1 },
    beta: { kind: 'float', default: 1 },
    transA: { kind: 'int', default: 0 },
    transB: { kind: 'int', default: 0 },
  },
  infer: ([a, b, c], attributes) => {
    invariant(a?.shape.length === 2 && b?.shape.length === 2, 'Gemm multiplies matrices');
    const [m, k] = number(attributes, 'transA') ? [a.shape[1]!, a.shape[0]!] : [a.shape[0]!, a.shape[1]!];
    const [inner, n] = number(attributes, 'transB') ? [b.shape[1]!, b.shape[0]!] : [b.shape[0]!, b.shape[1]!];
    invariant(k === inner, `Gemm: ${formatShape(a.shape)} and ${formatShape(b.shape)} do not multiply`);
    invariant(
      !c || sameShape(broadcastShapes([m, n], c.shape), [m, n]),
      'Gemm: the third input does not broadcast to the product',
    );
    return [{ dtype: a.dtype, shape: [m, n] }];
  },
  gradient: (b, node, [g]) => {
    const [x, y, c] = node.inputs;
    if (!g || !x || !y) return [null, null, null];
    const transA = number(node.attributes, 'transA');
    const transB = number(node.attributes, 'transB');
    const alpha = number(node.attributes, 'alpha');
    const gx = transA
      ? b.op('Gemm', [y, g], { alpha, transA: transB, transB: 1 })
      : b.op('Gemm', [g, y], { alpha, transB: transB ? 0 : 1 });
    const gy = transB
      ? b.op('Gemm', [g, x], { alpha, transA: 1, transB: transA })
      : b.op('Gemm', [x, g], { alpha, transA: transA ? 0 : 1 });
    const beta = number(node.attributes, 'beta');
    const gc = c && sumTo(b, beta === 1 ? g : b.op('Mul', [g, b.scalar(beta)]), c.shape);
    return [gx, gy, gc ?? null];
  },
  kernel: ([a, b, c], attributes, { float, outputShapes: [shape] }) => {
    invariant(a?.dtype === 'float32' && b?.dtype === 'float32', 'Gemm runs on float32 only');
    const [m, n] = shape as readonly [number, number];
    const transA = number(attributes, 'transA') === 1;
    const transB = number(attributes, 'transB') === 1;
    const k = a.shape[transA ? 0 : 1]!;
    const out = float(m * n);
    multiply(a.data, b.data, out, { m, n, k, transA, transB });
    const alpha = number(attributes, 'alpha');
    if (alpha !== 1) for (let i = 0; i < out.length; i++) out[i]! *= alpha;
    if (c) {
      const beta = number(attributes, 'beta');
      zip(tensor('float32', shape!, out), c, shape!, out, (product, added) => product + beta * added);
    }
    return [tensor('float32', shape!, out)];
  },
});

/** `x · w` on the last axis: `[*, K]` by a matrix `[K, N]` gives `[*, N]`. */
export const matMul = defineOperator({
  type: 'MatMul',
  domain: '',
  attributes: {},
  infer: ([x, w]) => {
    const found = [x, w].map((value) => (value ? formatShape(value.shape) : 'nothing')).join(' and ');
    invariant(
      x && w?.shape.length === 2 && x.shape.length >= 2 && x.shape.at(-1) === w.shape[0],
      `MatMul: ${found} do not multiply`,
    );
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
    invariant(x?.dtype === 'float32' && w?.dtype === 'float32', 'MatMul runs on float32 only');
    const [k, n] = w.shape as readonly [number, number];
    const out = float(numel(shape!));
    multiply(x.data, w.data, out, { m: out.length / n, n, k, transA: false, transB: false });
    return [tensor('float32', shape!, out)];
  },
});

import { defineOperator } from '../operator.js';
import { broadcastShapes, formatShape, sameShape } from '../../base/shape.js';
import { tensor } from '../tensor.js';
import { LoomError } from '../../base/errors.js';
import { number } from './attributes.js';
import { sumTo, zip } from './broadcast.js';
import { multiply } from './matrix.js';

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
    if (a?.shape.length !== 2 || b?.shape.length !== 2)
      throw new LoomError('bad-shape', 'Gemm multiplies matrices');
    const [m, k] = number(attributes, 'transA') ? [a.shape[1]!, a.shape[0]!] : [a.shape[0]!, a.shape[1]!];
    const [inner, n] = number(attributes, 'transB') ? [b.shape[1]!, b.shape[0]!] : [b.shape[0]!, b.shape[1]!];
    if (k !== inner) {
      throw new LoomError(
        'bad-shape',
        `Gemm: ${formatShape(a.shape)} and ${formatShape(b.shape)} do not multiply`,
      );
    }
    if (c && !sameShape(broadcastShapes([m, n], c.shape), [m, n])) {
      throw new LoomError(
        'bad-shape',
        `Gemm: ${formatShape(c.shape)} does not add to ${formatShape([m, n])}`,
      );
    }
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
    if (a?.dtype !== 'float32' || b?.dtype !== 'float32')
      throw new LoomError('internal', 'Gemm runs on float32 only');
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

import { defineOperator, type Operator } from '../operator.js';
import type { Builder } from '../builder.js';
import type { Node, Value } from '../graph.js';
import { broadcastShapes, sameShape, type Shape } from '../../base/shape.js';
import { numel, tensor, type Tensor } from '../tensor.js';
import { LoomError } from '../../base/errors.js';

/** Sums `gradient` over the axes along which a value of `shape` was broadcast. */
export function sumTo(b: Builder, gradient: Value, shape: Shape): Value {
  if (sameShape(gradient.shape, shape)) return gradient;
  const lead = gradient.shape.length - shape.length;
  const stretched = gradient.shape.flatMap((dim, axis) =>
    axis < lead || (shape[axis - lead] === 1 && dim !== 1) ? [axis] : [],
  );
  const summed = b.op('ReduceSum', [gradient, b.ints(stretched)], { keepdims: 1 });
  return lead === 0 ? summed : b.op('Reshape', [summed, b.ints(shape.map(Number))]);
}

/** Position in a broadcast operand of every element of the output. */
function operandIndex(from: readonly number[], to: readonly number[]): Int32Array | null {
  if (sameShape(from, to)) return null;
  const index = new Int32Array(numel(to));
  const lead = to.length - from.length;
  let period = 1;
  let stride = 1;
  for (let axis = to.length - 1; axis >= 0; axis--) {
    const length = to[axis]!;
    const own = axis < lead ? 1 : from[axis - lead]!;
    if (own !== 1)
      for (let i = 0; i < index.length; i++) index[i]! += (Math.floor(i / period) % length) * stride;
    period *= length;
    stride *= own;
  }
  return index;
}

/** Runs `each(a, b)` over two broadcast operands, writing to `out`. */
export function zip(
  a: Tensor,
  b: Tensor,
  shape: readonly number[],
  out: { [i: number]: number; readonly length: number },
  each: (a: number, b: number) => number,
): void {
  const left = operandIndex(a.shape, shape);
  const right = operandIndex(b.shape, shape);
  const x = a.data as ArrayLike<number | bigint>;
  const y = b.data as ArrayLike<number | bigint>;
  for (let i = 0; i < out.length; i++) {
    out[i] = each(Number(x[left ? left[i]! : i]!), Number(y[right ? right[i]! : i]!));
  }
}

interface Arithmetic<T extends string> {
  readonly type: T;
  readonly each: (a: number, b: number) => number;
  /** Gradients of both operands in the output's shape; `null` where not differentiable. */
  readonly gradient: (
    b: Builder,
    node: Node,
    g: Value,
    x: Value,
    y: Value,
  ) => readonly [Value | null, Value | null];
}

/** Declares an elementwise float operator of two broadcast operands. */
export function defineArithmetic<const T extends string>(
  spec: Arithmetic<T>,
): Operator & { readonly type: T } {
  return defineOperator({
    type: spec.type,
    domain: '',
    attributes: {},
    infer: ([a, b]) => {
      if (!a || !b || a.dtype !== b.dtype)
        throw new LoomError('internal', `${spec.type} needs two operands of one type`);
      return [{ dtype: a.dtype, shape: broadcastShapes(a.shape, b.shape) }];
    },
    gradient: (b, node, [g]) => {
      const [x, y] = node.inputs;
      if (!g || !x || !y) return [null, null];
      const [gx, gy] = spec.gradient(b, node, g, x, y);
      return [gx && sumTo(b, gx, x.shape), gy && sumTo(b, gy, y.shape)];
    },
    kernel: ([a, b], _, { float, outputShapes: [shape] }) => {
      if (a?.dtype !== 'float32') throw new LoomError('internal', `${spec.type} runs on float32 only`);
      const out = float(numel(shape!));
      zip(a, b!, shape!, out, spec.each);
      return [tensor('float32', shape!, out)];
    },
  });
}

/** Declares an elementwise comparison of two broadcast operands; the result is bool and has no gradient. */
export function defineComparison<const T extends string>(
  type: T,
  each: (a: number, b: number) => boolean,
): Operator & { readonly type: T } {
  return defineOperator({
    type,
    domain: '',
    attributes: {},
    infer: ([a, b]) => {
      if (!a || !b || a.dtype !== b.dtype)
        throw new LoomError('internal', `${type} needs two operands of one type`);
      return [{ dtype: 'bool', shape: broadcastShapes(a.shape, b.shape) }];
    },
    gradient: () => [null, null],
    kernel: ([a, b], _, { outputShapes: [shape] }) => {
      const out = new Uint8Array(numel(shape!));
      zip(a!, b!, shape!, out, (x, y) => Number(each(x, y)));
      return [tensor('bool', shape!, out)];
    },
  });
}

import { invariant } from '../../base/problem.js';
import { broadcastShapes, sameShape, type Shape } from '../../base/shape.js';
import type { Attributes, Node, Value } from '../graph.js';
import { type Builder, type AttributeSpec, defineOperator, type Operator } from '../builder.js';
import { numel, ONNX_TYPE, tensor, type Tensor } from '../tensor.js';

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

/** Applies `each(a, b)` to two broadcast operands and writes the results to `out`. */
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
function defineArithmetic<const T extends string>(spec: Arithmetic<T>): Operator & { readonly type: T } {
  return defineOperator({
    type: spec.type,
    domain: '',
    attributes: {},
    infer: ([a, b]) => {
      invariant(a && b && a.dtype === b.dtype, `${spec.type} needs two operands of one type`);
      return [{ dtype: a.dtype, shape: broadcastShapes(a.shape, b.shape) }];
    },
    gradient: (b, node, [g]) => {
      const [x, y] = node.inputs;
      if (!g || !x || !y) return [null, null];
      const [gx, gy] = spec.gradient(b, node, g, x, y);
      return [gx && sumTo(b, gx, x.shape), gy && sumTo(b, gy, y.shape)];
    },
    kernel: ([a, b], _, { float, outputShapes: [shape] }) => {
      invariant(a?.dtype === 'float32', `${spec.type} runs on float32 only`);
      const out = float(numel(shape!));
      zip(a, b!, shape!, out, spec.each);
      return [tensor('float32', shape!, out)];
    },
  });
}

/** Declares an elementwise comparison of two broadcast operands; the result is bool and has no gradient. */
function defineComparison<const T extends string>(
  type: T,
  each: (a: number, b: number) => boolean,
): Operator & { readonly type: T } {
  return defineOperator({
    type,
    domain: '',
    attributes: {},
    infer: ([a, b]) => {
      invariant(a && b && a.dtype === b.dtype, `${type} needs two operands of one type`);
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

interface Unary<T extends string> {
  readonly type: T;
  readonly attributes?: Readonly<Record<string, AttributeSpec>>;
  readonly each: (x: number, attributes: Attributes) => number;
  /** Gradient of the input, given that of the output; `x` and `y` are the node's input and output. */
  readonly gradient: (b: Builder, g: Value, x: Value, y: Value, node: Node) => Value;
}

/** Declares an elementwise float operator of one operand. */
export function defineUnary<const T extends string>(spec: Unary<T>): Operator & { readonly type: T } {
  return defineOperator({
    type: spec.type,
    domain: '',
    attributes: spec.attributes ?? {},
    infer: ([x]) => {
      invariant(x?.dtype === 'float32', `${spec.type} runs on float32 only`);
      return [{ dtype: 'float32', shape: x.shape }];
    },
    gradient: (b, node, [g]) => [g ? spec.gradient(b, g, node.inputs[0]!, node.outputs[0]!, node) : null],
    kernel: ([x], attributes, { float }) => {
      invariant(x?.dtype === 'float32', `${spec.type} runs on float32 only`);
      const out = float(x.data.length);
      for (let i = 0; i < out.length; i++) out[i] = spec.each(x.data[i]!, attributes);
      return [tensor('float32', x.shape, out)];
    },
  });
}

/** `gradient` where `condition` holds, 0 elsewhere. */
export function masked(b: Builder, gradient: Value, condition: Value): Value {
  return b.op('Mul', [gradient, b.op('Cast', [condition], { to: ONNX_TYPE.float32 })]);
}

/** `a + b` with broadcasting. */
export const add = defineArithmetic({
  type: 'Add',
  each: (a, b) => a + b,
  gradient: (_, __, g) => [g, g],
});

/** `a − b` with broadcasting. */
export const sub = defineArithmetic({
  type: 'Sub',
  each: (a, b) => a - b,
  gradient: (b, _, g) => [g, b.op('Neg', [g])],
});

/** `a · b` with broadcasting. */
export const mul = defineArithmetic({
  type: 'Mul',
  each: (a, b) => a * b,
  gradient: (b, _, g, x, y) => [b.op('Mul', [g, y]), b.op('Mul', [g, x])],
});

/** `a / b` with broadcasting. */
export const div = defineArithmetic({
  type: 'Div',
  each: (a, b) => a / b,
  gradient: (b, node, g, _, y) => [
    b.op('Div', [g, y]),
    b.op('Neg', [b.op('Div', [b.op('Mul', [g, node.outputs[0]!]), y])]),
  ],
});

/** `−x`. */
export const neg = defineUnary({ type: 'Neg', each: (x) => -x, gradient: (b, g) => b.op('Neg', [g]) });

/** `|x|`; the derivative at 0 is 0. */
export const abs = defineUnary({
  type: 'Abs',
  each: (x) => Math.abs(x),
  gradient: (b, g, x) => b.op('Mul', [g, b.op('Sign', [x])]),
});

/** The largest whole number that is not above `x`. */
export const floor = defineUnary({
  type: 'Floor',
  each: (x) => Math.floor(x),
  gradient: (b, g) => b.op('Mul', [g, b.scalar(0)]),
});

/** −1, 0 or 1. */
export const sign = defineUnary({
  type: 'Sign',
  each: (x) => Math.sign(x),
  gradient: (b, g) => b.op('Mul', [g, b.scalar(0)]),
});

/** Square root. */
export const sqrt = defineUnary({
  type: 'Sqrt',
  each: (x) => Math.sqrt(x),
  gradient: (b, g, _, y) => b.op('Div', [g, b.op('Mul', [y, b.scalar(2)])]),
});

/** `e^x`. */
export const exp = defineUnary({
  type: 'Exp',
  each: (x) => Math.exp(x),
  gradient: (b, g, _, y) => b.op('Mul', [g, y]),
});

/** The natural logarithm. */
export const log = defineUnary({
  type: 'Log',
  each: (x) => Math.log(x),
  gradient: (b, g, x) => b.op('Div', [g, x]),
});

const SERIES_UP_TO = 2.5;

/** The error function, to double precision; derivative `2/√π · e^(−x²)`. */
export const erf = defineUnary({
  type: 'Erf',
  each: (x) => {
    const size = Math.abs(x);
    return Math.sign(x) * (size < SERIES_UP_TO ? series(size) : 1 - continuedFraction(size));
  },
  gradient: (b, g, x) => {
    const slope = b.op('Mul', [
      b.op('Exp', [b.op('Neg', [b.op('Mul', [x, x])])]),
      b.scalar(2 / Math.sqrt(Math.PI)),
    ]);
    return b.op('Mul', [g, slope]);
  },
});

/** Abramowitz and Stegun, Handbook of Mathematical Functions, 7.1.6: all terms are positive. */
function series(x: number): number {
  let term = x;
  let sum = x;
  for (let n = 1; term > sum * 1e-17; n++) {
    term *= (2 * x * x) / (2 * n + 1);
    sum += term;
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
}

/** The complement for large x, ibid. 7.1.14, from the innermost fraction outward. */
function continuedFraction(x: number): number {
  let fraction = x;
  for (let n = 60; n > 0; n--) fraction = x + n / 2 / fraction;
  return Math.exp(-x * x) / (Math.sqrt(Math.PI) * fraction);
}

/** `min(max(x, low), high)`; the gradient passes strictly between the bounds, as in PyTorch's Hardtanh. */
export const clip = defineOperator({
  type: 'Clip',
  domain: '',
  attributes: {},
  infer: ([x, low, high]) => {
    invariant(x && low && high, 'Clip needs both bounds');
    return [{ dtype: x.dtype, shape: x.shape }];
  },
  gradient: (b, node, [g]) => {
    const [x, low, high] = node.inputs;
    if (!g) return [null, null, null];
    return [masked(b, masked(b, g, b.op('Greater', [x!, low!])), b.op('Less', [x!, high!])), null, null];
  },
  kernel: ([x, low, high], _, { float }) => {
    invariant(x?.dtype === 'float32', 'Clip runs on float32 only');
    const [from, to] = [Number(low!.data[0]), Number(high!.data[0])];
    const out = float(x.data.length);
    for (let i = 0; i < out.length; i++) out[i] = Math.min(Math.max(x.data[i]!, from), to);
    return [tensor('float32', x.shape, out)];
  },
});

/** `a = b`, elementwise with broadcasting. */
export const equal = defineComparison('Equal', (a, b) => a === b);

/** `a > b`, elementwise with broadcasting. */
export const greater = defineComparison('Greater', (a, b) => a > b);

/** `a < b`, elementwise with broadcasting. */
export const less = defineComparison('Less', (a, b) => a < b);

/** `a` where the condition holds, else `b`; all three of one shape. */
export const where = defineOperator({
  type: 'Where',
  domain: '',
  attributes: {},
  infer: ([condition, a, b]) => {
    invariant(condition && a && b && sameShape(a.shape, b.shape), 'Where needs operands of one shape');
    return [{ dtype: a.dtype, shape: broadcastShapes(condition.shape, a.shape) }];
  },
  gradient: (b, node, [g]) => {
    if (!g) return [null, null, null];
    const chosen = masked(b, g, node.inputs[0]!);
    return [null, chosen, b.op('Sub', [g, chosen])];
  },
  kernel: ([condition, a, b], _, { float }) => {
    invariant(a?.dtype === 'float32' && b?.dtype === 'float32', 'Where runs on float32 only');
    const out = float(a.data.length);
    for (let i = 0; i < out.length; i++) out[i] = condition!.data[i] ? a.data[i]! : b.data[i]!;
    return [tensor('float32', a.shape, out)];
  },
});

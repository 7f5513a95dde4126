import { invariant } from '../../base/problem.js';
import { dimProduct, normalizeAxis, type Shape } from '../../base/shape.js';
import { number, type Value } from '../graph.js';
import { type Builder, defineOperator, type Operator } from '../builder.js';
import { numel, type Tensor, tensor, toNumbers } from '../tensor.js';

/** Calls `each` for every line of elements along `axis`, with its start, step and length. */
export function alongAxis(
  shape: readonly number[],
  axis: number,
  each: (start: number, step: number, length: number) => void,
): void {
  const length = shape[axis]!;
  const step = numel(shape.slice(axis + 1));
  const outer = numel(shape.slice(0, axis));
  for (let o = 0; o < outer; o++) for (let s = 0; s < step; s++) each(o * length * step + s, step, length);
}

/** Axes of a reduction; an omitted axes input means all axes, as in ONNX. */
function axesOf(shape: Shape, axes: Tensor | null): number[] {
  return axes
    ? toNumbers(axes).map((axis) => normalizeAxis(axis, shape.length))
    : shape.map((_, axis) => axis);
}

interface Reduction<T extends string> {
  readonly type: T;
  /** Divide the sum by the number of elements. */
  readonly mean: boolean;
  /** The opset since which the axes are an input, if it is later than `OLDEST_OPSET`. */
  readonly opset?: number;
}

/** Declares ReduceSum or ReduceMean: float input, axes as a constant second input. */
function defineReduction<const T extends string>({
  type,
  mean,
  ...rest
}: Reduction<T>): Operator & {
  readonly type: T;
} {
  return defineOperator({
    type,
    ...rest,
    domain: '',
    attributes: { keepdims: { kind: 'int', default: 1 } },
    infer: ([x, axes], attributes) => {
      invariant(x, `${type} needs an input`);
      invariant(!axes || axes.constant, `${type} needs its axes as a constant`);
      const reduced = new Set(axesOf(x.shape, axes?.constant ?? null));
      const shape = x.shape.flatMap((dim, axis) => {
        if (!reduced.has(axis)) return [dim];
        return number(attributes, 'keepdims') ? [1] : [];
      });
      return [{ dtype: x.dtype, shape }];
    },
    gradient: (b, node, [g]) => {
      const [x, axes] = node.inputs;
      if (!g || !x) return [null, null];
      const reduced = axesOf(x.shape, axes ? b.constantOf(axes) : null);
      const scaled = mean ? b.op('Div', [g, b.scalar(dimProduct(reduced.map((axis) => x.shape[axis]!)))]) : g;
      return [stretch(b, scaled, x.shape, reduced), null];
    },
    kernel: ([x, axes], _, { float, outputShapes: [shape] }) => {
      invariant(x?.dtype === 'float32', `${type} runs on float32 only`);
      const reduced = new Set(axesOf(x.shape, axes ?? null));
      const sums = new Float64Array(numel(shape!));
      const kept = x.shape.map((dim, axis) => (reduced.has(axis) ? 1 : dim));
      const strides = kept.map((_, axis) => (reduced.has(axis) ? 0 : numel(kept.slice(axis + 1))));
      const position = new Array<number>(x.shape.length).fill(0);
      for (let i = 0, target = 0; i < x.data.length; i++) {
        sums[target]! += x.data[i]!;
        for (let axis = position.length - 1; axis >= 0; axis--) {
          target += strides[axis]!;
          if (++position[axis]! < x.shape[axis]!) break;
          target -= strides[axis]! * x.shape[axis]!;
          position[axis] = 0;
        }
      }
      const count = mean ? x.data.length / sums.length : 1;
      const out = float(sums.length);
      for (let i = 0; i < out.length; i++) out[i] = sums[i]! / count;
      return [tensor('float32', shape!, out)];
    },
  });
}

/** Repeats a reduced gradient along the axes that were summed over. */
function stretch(b: Builder, gradient: Value, shape: Shape, reduced: readonly number[]): Value {
  const kept = shape.map((dim, axis) => (reduced.includes(axis) ? 1 : Number(dim)));
  const aligned = b.op('Reshape', [gradient, b.ints(kept)]);
  return b.op('Expand', [aligned, b.ints(shape.map(Number))]);
}

/** Sum over axes. */
export const reduceSum = defineReduction({ type: 'ReduceSum', mean: false });

/** Mean over axes. */
export const reduceMean = defineReduction({ type: 'ReduceMean', mean: true, opset: 18 });

/** Position of the largest element along an axis, the first on ties; int64. */
export const argMax = defineOperator({
  type: 'ArgMax',
  domain: '',
  attributes: { axis: { kind: 'int', default: 0 }, keepdims: { kind: 'int', default: 1 } },
  infer: ([x], attributes) => {
    invariant(x, 'ArgMax needs an input');
    const axis = normalizeAxis(number(attributes, 'axis'), x.shape.length);
    const kept = number(attributes, 'keepdims') ? [1] : [];
    return [{ dtype: 'int64', shape: [...x.shape.slice(0, axis), ...kept, ...x.shape.slice(axis + 1)] }];
  },
  kernel: ([x], attributes, { outputShapes: [shape] }) => {
    invariant(x?.dtype === 'float32', 'ArgMax runs on float32 only');
    const found: bigint[] = [];
    alongAxis(x.shape, normalizeAxis(number(attributes, 'axis'), x.shape.length), (start, step, length) => {
      let best = 0;
      for (let i = 1; i < length; i++) if (x.data[start + i * step]! > x.data[start + best * step]!) best = i;
      found.push(BigInt(best));
    });
    return [tensor('int64', shape!, BigInt64Array.from(found))];
  },
});

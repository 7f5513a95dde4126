import { defineOperator, type Operator } from '../operator.js';
import type { Builder } from '../builder.js';
import type { Value } from '../graph.js';
import { dimProduct, normalizeAxis, type Shape } from '../../base/shape.js';
import { numel, tensor, toNumbers, type Tensor } from '../tensor.js';
import { LoomError } from '../../base/errors.js';
import { number } from './attributes.js';

/** Axes of a reduction; an axes input that is left out stands for all of them, as in ONNX. */
function axesOf(shape: Shape, axes: Tensor | null): number[] {
  return axes
    ? toNumbers(axes).map((axis) => normalizeAxis(axis, shape.length))
    : shape.map((_, axis) => axis);
}

interface Reduction<T extends string> {
  readonly type: T;
  /** Divide the sum by the number of elements. */
  readonly mean: boolean;
}

/** Declares ReduceSum or ReduceMean: float input, axes as a constant second input (opset 18). */
export function defineReduction<const T extends string>({
  type,
  mean,
}: Reduction<T>): Operator & {
  readonly type: T;
} {
  return defineOperator({
    type,
    domain: '',
    attributes: { keepdims: { kind: 'int', default: 1 } },
    infer: ([x, axes], attributes) => {
      if (!x) throw new LoomError('internal', `${type} needs an input`);
      if (axes && !axes.constant) throw new LoomError('internal', `${type} needs its axes as a constant`);
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
      if (x?.dtype !== 'float32') throw new LoomError('internal', `${type} runs on float32 only`);
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

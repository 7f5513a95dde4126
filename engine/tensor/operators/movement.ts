import { invariant } from '../../base/problem.js';
import {
  broadcastShapes,
  type Dim,
  dimProduct,
  formatShape,
  normalizeAxis,
  type Shape,
  staticDim,
} from '../../base/shape.js';
import { type Builder, defineOperator, type InferInput, type KernelContext } from '../builder.js';
import { type Attributes, type AttributeValue, list, number, type Value } from '../graph.js';
import { dtypeOf, numel, ONNX_TYPE, type Storage, tensor, type Tensor, toNumbers } from '../tensor.js';
import { sumTo, zip } from './elementwise.js';

/** The new shape: 0 keeps the axis, −1 is inferred from the other axes; an open axis passes through either. */
function reshaped(shape: Shape, wanted: readonly number[]): Dim[] {
  const kept = wanted.map((dim, axis): Dim => (dim === 0 ? (shape[axis] ?? 0) : dim));
  const open = kept.indexOf(-1);
  const remaining = [...shape];
  let known = 1;
  for (const [axis, dim] of kept.entries()) {
    if (axis === open) continue;
    if (typeof dim === 'string') remaining.splice(remaining.indexOf(dim), 1);
    else known *= dim;
  }
  const names = remaining.filter((dim) => typeof dim === 'string');
  const total = remaining.reduce<number>((product, dim) => product * (typeof dim === 'number' ? dim : 1), 1);
  const left = total / known;
  const name = names[0];
  const fits =
    open < 0
      ? left === 1 && name === undefined
      : Number.isInteger(left) && (name === undefined || left === 1);
  invariant(fits && names.length <= 1, `cannot reshape ${formatShape(shape)} to [${wanted.join(', ')}]`);
  return kept.map((dim, axis) => (axis === open ? (name ?? left) : dim));
}

/** The same elements in another shape. The target is a constant int64 input. */
export const reshape = defineOperator({
  type: 'Reshape',
  domain: '',
  attributes: {},
  infer: ([x, shape]) => {
    invariant(x && shape?.constant, 'Reshape needs its target as a constant');
    return [{ dtype: x.dtype, shape: reshaped(x.shape, toNumbers(shape.constant)) }];
  },
  gradient: (b, node, [g]) => [
    g ? b.op('Reshape', [g, b.ints(node.inputs[0]!.shape.map(Number))]) : null,
    null,
  ],
  kernel: ([x], _, { outputShapes: [shape] }) => [{ ...x!, shape: shape! }],
});

/** Flattens the axes from `axis` on; the first axis may be open when `axis` is 1. */
export const flatten = defineOperator({
  type: 'Flatten',
  domain: '',
  attributes: { axis: { kind: 'int', default: 1 } },
  infer: ([x], attributes) => {
    invariant(x, 'Flatten needs an input');
    const axis = normalizeAxis(number(attributes, 'axis'), x.shape.length);
    const lead = axis === 1 ? x.shape[0]! : dimProduct(x.shape, 0, axis);
    return [{ dtype: x.dtype, shape: [lead, dimProduct(x.shape, axis)] }];
  },
  gradient: (b, node, [g]) => [g ? b.op('Reshape', [g, b.ints(node.inputs[0]!.shape.map(Number))]) : null],
  kernel: ([x], _, { outputShapes: [shape] }) => [{ ...x!, shape: shape! }],
});

/** Reorders axes: output axis `i` is input axis `perm[i]`. */
export const transpose = defineOperator({
  type: 'Transpose',
  domain: '',
  attributes: { perm: { kind: 'ints', default: null } },
  infer: ([x], attributes) => {
    const perm = list(attributes, 'perm');
    invariant(x && perm.length === x.shape.length, 'Transpose needs perm for every axis');
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

/** Repeats along axes of length 1 to a shape given as a constant. */
export const expand = defineOperator({
  type: 'Expand',
  domain: '',
  attributes: {},
  infer: ([x, shape]) => {
    invariant(x && shape?.constant, 'Expand needs its shape as a constant');
    return [{ dtype: x.dtype, shape: broadcastShapes(x.shape, toNumbers(shape.constant)) }];
  },
  gradient: (b, node, [g]) => [g ? sumTo(b, g, node.inputs[0]!.shape) : null, null],
  kernel: ([x], _, { float, outputShapes: [shape] }) => {
    invariant(x?.dtype === 'float32', 'Expand runs on float32 only');
    const out = float(numel(shape!));
    zip(x, x, shape!, out, (value) => value);
    return [tensor('float32', shape!, out)];
  },
});

/** Rows of a tensor by index, along the first axis. Not differentiated: it only fetches data. */
export const gather = defineOperator({
  type: 'Gather',
  domain: '',
  attributes: { axis: { kind: 'int', default: 0 } },
  infer: ([data, indices], attributes) => {
    invariant(data && indices, 'Gather needs data and indices');
    const axis = normalizeAxis(number(attributes, 'axis'), data.shape.length);
    invariant(axis === 0, 'Gather works along the first axis only');
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

/** `[B]` class numbers to `[B, depth]` with `values[1]` at the class and `values[0]` elsewhere. */
export const oneHot = defineOperator({
  type: 'OneHot',
  domain: '',
  attributes: {},
  infer: ([indices, depth, values]) => {
    invariant(indices && depth?.constant && values, 'OneHot needs a constant depth');
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

function castType(attributes: Attributes): keyof Storage {
  const dtype = dtypeOf(number(attributes, 'to'));
  invariant(dtype, `Cast to type ${number(attributes, 'to')} is not supported`);
  return dtype;
}

const CONVERT: {
  readonly [T in keyof Storage]: (
    values: ArrayLike<number>,
    float: (n: number) => Storage['float32'],
  ) => Storage[T];
} = {
  float32: (values, float) => {
    const out = float(values.length);
    out.set(values);
    return out;
  },
  int64: (values) => BigInt64Array.from(values, (value) => BigInt(Math.trunc(value))),
  int32: (values) => new Int32Array(values),
  uint8: (values) => new Uint8Array(values),
  bool: (values) => Uint8Array.from(values, (value) => Number(value !== 0)),
};

/** The same numbers in another element type; `to` is ONNX's code for it. */
export const cast = defineOperator({
  type: 'Cast',
  domain: '',
  attributes: { to: { kind: 'int', default: ONNX_TYPE.float32 } },
  infer: ([x], attributes) => {
    invariant(x, 'Cast needs an input');
    return [{ dtype: castType(attributes), shape: x.shape }];
  },
  gradient: () => [null],
  kernel: ([x], attributes, { float }): Tensor[] => {
    const dtype = castType(attributes);
    const values = x!.dtype === 'int64' ? toNumbers(x!) : x!.data;
    return [tensor(dtype, x!.shape, CONVERT[dtype](values, float))];
  },
});

/** The numbers of an input that must be a constant: axes, lengths, pads. */
function constants(input: InferInput | null | undefined): number[] {
  invariant(input?.constant, 'a shape depends on an input that is no constant');
  return toNumbers(input.constant);
}

/** The positions along an axis that ONNX's Slice takes: negative bounds count from the end, then are clamped. */
function positions(length: number, start: number, end: number, step: number): number[] {
  const [lowest, highest] = step > 0 ? [0, length] : [-1, length - 1];
  const clamped = (bound: number) => Math.min(Math.max(bound < 0 ? bound + length : bound, lowest), highest);
  const count = Math.max(0, Math.ceil((clamped(end) - clamped(start)) / step));
  return Array.from({ length: count }, (_, i) => clamped(start) + i * step);
}

/** The axes that a Slice cuts, with the positions that it takes along each. */
function cuts(shape: readonly Dim[], [starts, ends, axes, steps]: readonly number[][]) {
  return new Map(
    axes!.map((axis, i) => [axis, positions(staticDim(shape, axis), starts![i]!, ends![i]!, steps![i]!)]),
  );
}

/** The element at positions `from[axis][i]` of `x`, for every i along every axis; `fill` at position −1. */
function pick(x: Tensor, from: readonly (readonly number[])[], { float }: KernelContext, fill = 0): Tensor {
  const shape = from.map(({ length }) => length);
  const strides = x.shape.map((_, axis) => numel(x.shape.slice(axis + 1)));
  const out = float(numel(shape));
  const place = shape.map(() => 0);
  for (let i = 0; i < out.length; i++) {
    let at = 0;
    let inside = true;
    for (let axis = 0; axis < place.length; axis++) {
      const position = from[axis]![place[axis]!]!;
      inside &&= position >= 0;
      at += position * strides[axis]!;
    }
    out[i] = inside ? Number(x.data[at]) : fill;
    for (let axis = place.length - 1; axis >= 0 && ++place[axis]! === shape[axis]; axis--) place[axis] = 0;
  }
  return tensor('float32', shape, out);
}

/** Every `step`-th element along some axes, from `start` up to `end` (exclusive); all bounds are constants. */
export const slice = defineOperator({
  type: 'Slice',
  domain: '',
  attributes: {},
  infer: ([x, ...bounds]) => {
    invariant(x && bounds.length === 4, 'Slice needs starts, ends, axes and steps');
    const taken = cuts(x.shape, bounds.map(constants));
    return [{ dtype: x.dtype, shape: x.shape.map((dim, axis) => taken.get(axis)?.length ?? dim) }];
  },
  // Elements that were cut off get no gradient.
  gradient: (b, { inputs: [x, ...bounds] }, [g]) => {
    if (!g || !x) return [null, null, null, null, null];
    const taken = cuts(
      x.shape,
      bounds.map((value) => toNumbers(b.constantOf(value!)!)),
    );
    const before = x.shape.map((_, axis) => taken.get(axis)?.[0] ?? 0);
    const after = x.shape.map((dim, axis) => Number(dim) - before[axis]! - Number(g.shape[axis]));
    return [b.op('Pad', [g, b.ints([...before, ...after])]), null, null, null, null];
  },
  kernel: ([x, ...bounds], _, context) => {
    const taken = cuts(
      x!.shape,
      bounds.map((value) => toNumbers(value!)),
    );
    const all = (dim: number) => Array.from({ length: dim }, (_unused, i) => i);
    return [
      pick(
        x!,
        x!.shape.map((dim, axis) => taken.get(axis) ?? all(dim)),
        context,
      ),
    ];
  },
});

/** The part from `start` up to `end` (exclusive) of an axis; with step −1 backward, from `end` − 1 to `start`. */
export function part(b: Builder, x: Value, axis: number, [start, end]: readonly [number, number], step = 1) {
  const bounds =
    step > 0 ? [start, end] : [end - 1, start - 1 - (start === 0 ? staticDim(x.shape, axis) : 0)];
  return b.op('Slice', [x, ...[...bounds, axis, step].map((value) => b.ints([value]))]);
}

/** Tensors one after another along an axis. */
export const concat = defineOperator({
  type: 'Concat',
  domain: '',
  attributes: { axis: { kind: 'int', default: 0 } },
  infer: (parts, attributes) => {
    const [first] = parts;
    invariant(first, 'Concat needs an input');
    const axis = number(attributes, 'axis');
    const length = parts.reduce((sum, one) => sum + staticDim(one!.shape, axis), 0);
    return [{ dtype: first.dtype, shape: first.shape.map((dim, i) => (i === axis ? length : dim)) }];
  },
  gradient: (b, { inputs, attributes }, [g]) => {
    const axis = number(attributes, 'axis');
    let start = 0;
    return inputs.map((input) => {
      const from = start;
      start += staticDim(input!.shape, axis);
      return g ? part(b, g, axis, [from, start]) : null;
    });
  },
  kernel: (parts, attributes, { float, outputShapes: [shape] }) => {
    const axis = number(attributes, 'axis');
    const out = float(numel(shape!));
    const whole = numel(shape!.slice(axis));
    let start = 0;
    for (const one of parts) {
      const data = one!.data as Float32Array;
      const own = numel(one!.shape.slice(axis));
      for (let i = 0; i * own < data.length; i++) {
        out.set(data.subarray(i * own, (i + 1) * own), i * whole + start);
      }
      start += own;
    }
    return [tensor('float32', shape!, out)];
  },
});

/** The way an axis is padded: with zeros, with the mirrored inside, or with the element at the edge. */
const SOURCES: Readonly<Record<string, (position: number, length: number) => number>> = {
  constant: (position, length) => (position < 0 || position >= length ? -1 : position),
  reflect: (position, length) => length - 1 - Math.abs(length - 1 - Math.abs(position)),
  edge: (position, length) => Math.min(Math.max(position, 0), length - 1),
};

/**
 * More elements before and after the axes; the widths are a constant: all before, then all after. In constant mode they
 * are zeros, or the third input.
 */
export const pad = defineOperator({
  type: 'Pad',
  domain: '',
  attributes: { mode: { kind: 'string', default: 'constant' } },
  infer: ([x, widths]) => {
    invariant(x, 'Pad needs an input');
    const rank = x.shape.length;
    const added = constants(widths);
    const padded = (dim: Dim, axis: number) => {
      const more = added[axis]! + added[axis + rank]!;
      return more === 0 ? dim : Number(dim) + more;
    };
    return [{ dtype: x.dtype, shape: x.shape.map(padded) }];
  },
  gradient: (b, { inputs: [x, widths], attributes: { mode } }, [g]) => {
    if (!g || !x) return [null, null, null];
    const added = toNumbers(b.constantOf(widths!)!);
    const fold = (folded: Value, dim: Dim, axis: number) =>
      foldBack(
        b,
        folded,
        axis,
        { length: Number(dim), before: added[axis]!, after: added[axis + x.shape.length]! },
        mode!,
      );
    return [x.shape.reduce<Value>(fold, g), null, null];
  },
  kernel: ([x, widths, fill], { mode }, context) => {
    const before = toNumbers(widths!);
    const from = context.outputShapes[0]!.map((length, axis) =>
      Array.from({ length }, (_, i) => SOURCES[mode as string]!(i - before[axis]!, x!.shape[axis]!)),
    );
    return [pick(x!, from, context, fill ? toNumbers(fill)[0] : 0)];
  },
});

/** Lengths along one axis: of the inside and of the padding on both sides. */
interface Padding {
  readonly length: number;
  readonly before: number;
  readonly after: number;
}

/** The gradient without the padding of one axis, whose part is added where the padding's values come from. */
function foldBack(
  b: Builder,
  g: Value,
  axis: number,
  { length, before, after }: Padding,
  mode: AttributeValue,
): Value {
  if (before === 0 && after === 0) return g;
  const end = before + length;
  const inside = part(b, g, axis, [before, end]);
  if (mode === 'constant') return inside;
  const source = (range: readonly [number, number]) =>
    mode === 'reflect'
      ? part(b, g, axis, range, -1)
      : b.op('ReduceSum', [part(b, g, axis, range), b.ints([axis])]);
  const at = (value: Value, start: number) => {
    const rank = g.shape.length;
    const widths = Array<number>(2 * rank).fill(0);
    widths[axis] = start;
    widths[axis + rank] = length - start - Number(value.shape[axis]);
    return b.op('Pad', [value, b.ints(widths)]);
  };
  const sides = [
    ...(before > 0 ? [at(source([0, before]), mode === 'reflect' ? 1 : 0)] : []),
    ...(after > 0
      ? [at(source([end, end + after]), mode === 'reflect' ? length - 1 - after : length - 1)]
      : []),
  ];
  return sides.reduce((sum, side) => b.op('Add', [sum, side]), inside);
}

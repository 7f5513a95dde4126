import { invariant } from '../../base/problem.js';
import {
  broadcastShapes,
  type Dim,
  dimProduct,
  formatShape,
  normalizeAxis,
  type Shape,
} from '../../base/shape.js';
import { type Attributes, list, number } from '../graph.js';
import { defineOperator } from '../builder.js';
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

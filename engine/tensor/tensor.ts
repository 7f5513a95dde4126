import { invariant } from '../base/problem.js';

/** Element types of the graph; the names are onnxruntime's. */
export type DType = 'float32' | 'int64' | 'int32' | 'uint8' | 'bool';

/**
 * Storage of each element type. `float32` may also be held in a Float64Array: the reference backend
 * does so to check gradients in double precision.
 */
export interface Storage {
  readonly float32: Float32Array | Float64Array;
  readonly int64: BigInt64Array;
  readonly int32: Int32Array;
  readonly uint8: Uint8Array;
  readonly bool: Uint8Array;
}

/** A dense row-major array of numbers with a fixed shape. */
export type Tensor = {
  readonly [T in DType]: { readonly dtype: T; readonly shape: readonly number[]; readonly data: Storage[T] };
}[DType];

/** A tensor of one known element type. */
export type TensorOf<T extends DType> = Extract<Tensor, { readonly dtype: T }>;

/** Bytes of a float32. */
export const FLOAT_BYTES = 4;

/** Number of elements of a shape; 1 for a scalar (`[]`). */
export function numel(shape: readonly number[]): number {
  return shape.reduce((product, dim) => product * dim, 1);
}

const ALLOCATE = {
  float32: (n: number) => new Float32Array(n),
  int64: (n: number) => new BigInt64Array(n),
  int32: (n: number) => new Int32Array(n),
  uint8: (n: number) => new Uint8Array(n),
  bool: (n: number) => new Uint8Array(n),
} as const;

/** Creates a tensor of `shape` backed by `data`. Throws when the number of elements differs. */
export function tensor<T extends DType>(dtype: T, shape: readonly number[], data: Storage[T]): TensorOf<T> {
  invariant(
    data.length === numel(shape),
    `a tensor of shape [${shape.join(', ')}] cannot hold ${data.length} elements`,
  );
  return { dtype, shape, data } as TensorOf<T>;
}

/** A float32 tensor from plain numbers. */
export function float32(
  shape: readonly number[],
  values: Float32Array | readonly number[],
): TensorOf<'float32'> {
  return tensor('float32', shape, values instanceof Float32Array ? values : Float32Array.from(values));
}

/** A one-dimensional int64 tensor, which ONNX requires for shapes, axes and pads. */
export function int64(values: readonly number[]): TensorOf<'int64'> {
  return tensor('int64', [values.length], BigInt64Array.from(values, BigInt));
}

/** A tensor filled with zeros. */
export function zeros<T extends DType>(dtype: T, shape: readonly number[]): TensorOf<T> {
  return tensor(dtype, shape, ALLOCATE[dtype](numel(shape)) as Storage[T]);
}

/** Some rows of a tensor, in the order of `rows`. */
export function takeRows<T extends Tensor>(whole: T, rows: Uint32Array): T {
  const shape = [rows.length, ...whole.shape.slice(1)];
  const size = numel(shape.slice(1));
  const { data } = zeros(whole.dtype, shape);
  rows.forEach((row, i) => data.set(whole.data.subarray(row * size, (row + 1) * size) as never, i * size));
  return { ...whole, shape, data };
}

/** The elements of an integer tensor as plain numbers. */
export function toNumbers(value: Tensor): number[] {
  return Array.from(value.data as ArrayLike<number | bigint>, Number);
}

/** ONNX's codes for element types (TensorProto.DataType). */
export const ONNX_TYPE = { float32: 1, uint8: 2, int32: 6, int64: 7, bool: 9 } as const satisfies Record<
  DType,
  number
>;

/** The element type of an ONNX code, or null for unsupported types. */
export function dtypeOf(onnxType: number): DType | null {
  const names = Object.keys(ONNX_TYPE) as DType[];
  return names.find((name) => ONNX_TYPE[name] === onnxType) ?? null;
}

/** The position of an index among the numbers of a tensor of this shape. */
export function flatIndex(index: readonly number[], shape: readonly number[]): number {
  return index.reduce((at, position, axis) => at * shape[axis]! + position, 0);
}

/** The index at a position among the numbers of a tensor of this shape. */
export function indexAt(position: number, shape: readonly number[]): number[] {
  const index: number[] = [];
  let left = position;
  for (const length of [...shape].reverse()) {
    index.unshift(left % length);
    left = Math.floor(left / length);
  }
  return index;
}

import type { DType } from '../tensor.js';

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

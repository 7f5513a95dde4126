import type { DType } from '../tensor.js';

/** The numbers that ONNX gives to element types (TensorProto.DataType). */
export const ONNX_TYPE = { float32: 1, uint8: 2, int32: 6, int64: 7, bool: 9 } as const satisfies Record<
  DType,
  number
>;

/** The element type behind one of ONNX's numbers, or null for types that we do not have. */
export function dtypeOf(onnxType: number): DType | null {
  const names = Object.keys(ONNX_TYPE) as DType[];
  return names.find((name) => ONNX_TYPE[name] === onnxType) ?? null;
}

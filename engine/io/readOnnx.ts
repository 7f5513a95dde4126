import { basename } from 'node:path';
import { importModel, type ImportedModel } from '../exchange/onnx/importModel.js';
import { readBounded } from './readBounded.js';

/** The largest file that protobuf can hold, and that onnxruntime therefore opens. */
export const MAX_ONNX_BYTES = 2 ** 31 - 1;

/** Reads an exported model. Throws `io` when the file cannot be read, `bad-onnx` and `unsupported-operator` as importModel. */
export async function readOnnx(path: string): Promise<ImportedModel> {
  return importModel(await readBounded(path, MAX_ONNX_BYTES), basename(path));
}

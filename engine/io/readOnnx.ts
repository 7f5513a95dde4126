import { basename } from 'node:path';
import { importModel, type ImportedModel } from '../exchange/onnx/importModel.js';
import { readBounded } from './readBounded.js';

/** Maximum size of an ONNX file, in bytes: protobuf's limit, and therefore onnxruntime's. */
export const MAX_ONNX_BYTES = 2 ** 31 - 1;

/** Reads an exported model. Throws `io` if the file can't be read, else as `importModel` does. */
export async function readOnnx(path: string): Promise<ImportedModel> {
  return importModel(await readBounded(path, MAX_ONNX_BYTES), basename(path));
}

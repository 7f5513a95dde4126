import { basename } from 'node:path';
import { openSession } from '../backends/onnxruntime/session.js';
import { failure } from '../base/problem.js';
import { type ImportedModel, importModel } from '../exchange/onnx/importModel.js';
import type { ExportFiles } from '../runs/export.js';
import { readBounded, writeProved } from './files.js';

/** Maximum size of an ONNX file, in bytes: protobuf's limit, and therefore onnxruntime's. */
const MAX_ONNX_BYTES = 2 ** 31 - 1;

/** Reads an exported model. Throws `io` if the file can't be read, else as `importModel` does. */
export async function readOnnx(path: string): Promise<ImportedModel> {
  return importModel(await readBounded(path, MAX_ONNX_BYTES), basename(path));
}

/** Exported files on disk. */
export const exportFiles: ExportFiles = {
  write: writeProved,
  openOnnx: async (path) => {
    const bytes = await readBounded(path, MAX_ONNX_BYTES);
    const session = await openSession(bytes, 1).catch(refuse(path, 'open'));
    return { ...session, run: (inputs) => session.run(inputs).catch(refuse(path, 'run')) };
  },
};

/** An onnxruntime error about an unusable file, as a failure of that file. */
function refuse(path: string, doing: 'open' | 'run'): (cause: unknown) => never {
  return (cause) => {
    const said = (cause as Error).message;
    throw failure('bad-onnx/onnxruntime', { doing, said }, { where: { kind: 'file', path }, cause });
  };
}

import { openSession } from '../backends/onnxruntime/session.js';
import { failure } from '../base/problem.js';
import type { ExportFiles } from '../runs/export.js';
import { writeProved } from './atomicWrite.js';
import { readBounded } from './readBounded.js';
import { MAX_ONNX_BYTES } from './readOnnx.js';

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

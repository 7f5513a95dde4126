import { access, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { openSession } from '../backends/onnxruntime/session.js';
import { LoomError } from '../base/errors.js';
import type { ExportFiles } from '../jobs/environment.js';
import { atomicWrite, cannotWrite } from './atomicWrite.js';
import { readBounded } from './readBounded.js';
import { MAX_ONNX_BYTES } from './readOnnx.js';

/** Exported files on disk. */
export const exportFiles: ExportFiles = {
  write: atomicWrite,
  withTrial: async (path, bytes, use) => {
    await checkTarget(path);
    const trial = `${path}.trial`;
    await atomicWrite(trial, bytes);
    try {
      return await use(trial);
    } finally {
      await rm(trial, { force: true });
    }
  },
  openOnnx: async (path) => {
    const bytes = await readBounded(path, MAX_ONNX_BYTES);
    const session = await openSession(bytes, 1).catch(refuse(path, 'open'));
    return { ...session, run: (inputs) => session.run(inputs).catch(refuse(path, 'run')) };
  },
};

/** Says in the words of the file asked for, not of the trial, what can be said before anything is written. */
async function checkTarget(path: string): Promise<void> {
  const missing = await access(dirname(path)).catch((cause: unknown) => cause as NodeJS.ErrnoException);
  if (missing) throw cannotWrite(path, missing);
  const found = await stat(path).catch(() => null);
  if (found?.isDirectory()) throw cannotWrite(path, Object.assign(new Error('a folder'), { code: 'EISDIR' }));
}

/** What onnxruntime says about a file that it cannot use, as a failure of that file. */
function refuse(path: string, what: 'open' | 'run'): (cause: unknown) => never {
  return (cause) => {
    throw new LoomError('bad-onnx', `onnxruntime cannot ${what} ${path}: ${(cause as Error).message}`, {
      where: path,
      cause,
    });
  };
}

import { rm } from 'node:fs/promises';
import { openSession } from '../backends/onnxruntime/session.js';
import type { ExportFiles } from '../jobs/environment.js';
import { atomicWrite } from './atomicWrite.js';
import { readBounded } from './readBounded.js';

/** Largest ONNX file that is opened; protobuf ends at 2 GB. */
const MAX_ONNX_BYTES = 2 ** 31 - 1;

/** Exported files on disk. */
export const exportFiles: ExportFiles = {
  write: atomicWrite,
  withTrial: async (path, bytes, use) => {
    const trial = `${path}.trial`;
    await atomicWrite(trial, bytes);
    try {
      return await use(trial);
    } finally {
      await rm(trial, { force: true });
    }
  },
  openOnnx: async (path) => openSession(await readBounded(path, MAX_ONNX_BYTES), 1),
};

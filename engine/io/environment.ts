import { createHash } from 'node:crypto';
import { availableParallelism, totalmem } from 'node:os';
import { selectBackend } from '../backends/onnxruntime/select.js';
import type { JobEnvironment } from '../jobs/environment.js';
import { exportFiles } from './exportFiles.js';
import { loadImages } from './dataSets.js';
import { Run } from '../runs/folder.js';
import { readOnnx } from './readOnnx.js';
import { openFolder } from './folder.js';

/** The environment of the jobs that compute. */
export function createNodeEnvironment(): JobEnvironment {
  return {
    threads: availableParallelism(),
    now: () => performance.now(),
    memory: memoryLimit(),
    timestamp: () => new Date().toISOString(),
    hash: (parts) => {
      const hash = createHash('sha256');
      for (const part of parts) hash.update(part);
      return hash.digest('hex');
    },
    files: exportFiles,
    loadImages,
    readOnnx,
    openRun: (path) => new Run(openFolder(path)),
    selectBackend,
  };
}

/** The machine's memory, or what a container leaves of it. */
function memoryLimit(): number {
  const limit = process.constrainedMemory();
  return limit ? Math.min(limit, totalmem()) : totalmem();
}

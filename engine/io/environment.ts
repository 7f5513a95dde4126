import { createHash } from 'node:crypto';
import { availableParallelism, totalmem } from 'node:os';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { selectBackend } from '../backends/onnxruntime/select.js';
import type { JobEnvironment } from '../jobs/environment.js';
import { exportFiles } from './exportFiles.js';
import { loadCifar10Files } from './cifar10Files.js';
import { loadOwnImages } from './ownImages.js';
import { Run } from '../runs/folder.js';
import { readOnnx } from './readOnnx.js';
import { openFolder } from './folder.js';

/** Environment variable that names the folder with prepared data sets. */
const DATA_VARIABLE = 'LAYERLOOM_DATA_DIR';

/** Where CIFAR-10 is, or is to be. */
export function cifar10Folder(): string {
  return resolve(dataFolder(), 'cifar-10');
}

/** The folder with prepared data sets; a checkout's own unless the environment names another. */
export function dataFolder(): string {
  return (
    process.env[DATA_VARIABLE] ?? resolve(fileURLToPath(new URL('../../../assets/data', import.meta.url)))
  );
}

/** The environment of jobs on Node. */
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
    loadImages: (source) =>
      source.kind === 'cifar10' ? loadCifar10Files(cifar10Folder()) : loadOwnImages(dataFolder(), source),
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

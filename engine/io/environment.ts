import { arch, availableParallelism, cpus, totalmem } from 'node:os';
import { selectBackend } from '../backends/onnxruntime/native.js';
import type { JobEnvironment } from '../jobs/environment.js';
import { type OpenEnvironment, Run } from '../runs/folder.js';
import { OpenModels } from '../runs/openModels.js';
import { type DataPlaces, imageLoader } from './dataSets.js';
import { openFolder, sha256 } from './files.js';
import { exportFiles, readOnnx } from './onnxFiles.js';

/** The environment of the jobs that compute. */
export function createNodeEnvironment(places: DataPlaces): JobEnvironment {
  const opening = {
    threads: availableParallelism(),
    hash: sha256,
    loadImages: imageLoader(places),
    selectBackend,
  } satisfies OpenEnvironment;
  const openRun = (path: string) => new Run(openFolder(path));
  return {
    ...opening,
    now: () => performance.now(),
    processor: cpus()[0]?.model ?? arch(),
    memory: memoryLimit(),
    timestamp: () => new Date().toISOString(),
    files: exportFiles,
    readOnnx,
    openRun,
    models: new OpenModels(openRun, opening),
  };
}

/** The machine's memory, or what a container leaves of it. */
function memoryLimit(): number {
  const limit = process.constrainedMemory();
  return limit ? Math.min(limit, totalmem()) : totalmem();
}

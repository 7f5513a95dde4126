import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { JobEnvironment } from '../jobs/environment.js';
import { loadOwnImages } from './ownImages.js';
import { loadCifar10 } from './verifiedCifar10.js';

/** Environment variable that names the folder with prepared data sets. */
const DATA_VARIABLE = 'LAYERLOOM_DATA_DIR';

/** The folder with prepared data sets; a checkout's own unless the environment names another. */
export function dataFolder(): string {
  return (
    process.env[DATA_VARIABLE] ?? resolve(fileURLToPath(new URL('../../../assets/data', import.meta.url)))
  );
}

/** The folder of CIFAR-10, which may not exist yet. */
export function cifar10Folder(): string {
  return resolve(dataFolder(), 'cifar-10');
}

/** The images of a source. Throws `missing-data` or `bad-data`, with the file. */
export const loadImages: JobEnvironment['loadImages'] = (source) =>
  source.kind === 'cifar10' ? loadCifar10(cifar10Folder()) : loadOwnImages(dataFolder(), source);

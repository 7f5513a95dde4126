import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { JobEnvironment } from '../jobs/environment.js';
import { CIFAR10_URL } from './fetchCifar10.js';
import { loadOwnImages } from './ownImages.js';
import { loadCifar10 } from './verifiedCifar10.js';

/** The places of data sets. */
export interface DataPlaces {
  /** The folder with prepared data sets. */
  readonly folder: string;
  /** The address of CIFAR-10's archive. */
  readonly cifar10Url: string;
}

/** A checkout's own data sets and CIFAR-10's author, unless environment variables name others. */
export function dataPlaces(env: Readonly<Record<string, string | undefined>>): DataPlaces {
  return {
    folder:
      env['LAYERLOOM_DATA_DIR'] ?? resolve(fileURLToPath(new URL('../../../assets/data', import.meta.url))),
    cifar10Url: env['LAYERLOOM_CIFAR10_URL'] ?? CIFAR10_URL,
  };
}

/** The folder of CIFAR-10, which may not exist yet. */
export const cifar10Folder = ({ folder }: DataPlaces): string => resolve(folder, 'cifar-10');

/** Loads the images of a source. Throws `missing-data` or `bad-data`, with the file. */
export const imageLoader =
  (places: DataPlaces): JobEnvironment['loadImages'] =>
  (source) =>
    source.kind === 'cifar10' ? loadCifar10(cifar10Folder(places)) : loadOwnImages(places.folder, source);

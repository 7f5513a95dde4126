import { access, constants } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { LoomError } from '../base/errors.js';
import type { RunStore } from '../jobs/environment.js';
import { atomicWrite } from './atomicWrite.js';
import { makeFolder } from './makeFolder.js';
import { readBounded } from './readBounded.js';

/** Largest file read from a run's folder. */
const MAX_BYTES = 4 * 1024 ** 3;

/** A run's folder on disk. */
export function openRunStore(folder: string): RunStore {
  const path = resolve(folder);
  const pathOf: RunStore['pathOf'] = (name) => join(path, name);
  return {
    path,
    pathOf,
    prepare: async () => {
      try {
        await makeFolder(path);
        await access(path, constants.W_OK);
      } catch (cause) {
        throw new LoomError(
          'io',
          `cannot write to the folder ${path}: ${(cause as Error).message}; choose another with --out`,
          {
            where: path,
            cause,
          },
        );
      }
    },
    read: async (name) => {
      try {
        await access(pathOf(name));
      } catch {
        return null;
      }
      return readBounded(pathOf(name), MAX_BYTES);
    },
    write: (name, contents) => atomicWrite(pathOf(name), contents),
  };
}

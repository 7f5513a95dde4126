import { access, constants, cp, readdir, rename, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { failure } from '../base/problem.js';
import type { Folder } from '../runs/folder.js';
import { atomicWrite } from './atomicWrite.js';
import { makeFolder } from './makeFolder.js';
import { readBounded, systemError } from './readBounded.js';

/** Maximum size of a file in a folder of runs, in bytes. */
const MAX_BYTES = 4 * 1024 ** 3;

/** Opens a folder on disk, which need not exist yet. */
export function openFolder(place: string): Folder {
  const path = resolve(place);
  const pathOf = (name: string) => join(path, name);
  return {
    path,
    pathOf,
    folder: (name) => openFolder(pathOf(name)),
    list: () => readdir(path).catch(() => []),
    make: async () => {
      try {
        await makeFolder(path);
        await access(path, constants.W_OK);
      } catch (cause) {
        throw failure('io/unwritable-folder', systemError(cause), { where: { kind: 'file', path }, cause });
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
    moveTo: async (target) => {
      await rename(path, target.path).catch(async () => {
        // On another file system, copy and then delete the original.
        await cp(path, target.path, { recursive: true, errorOnExist: true, force: false });
        await rm(path, { recursive: true });
      });
    },
    remove: () => rm(path, { recursive: true, force: true }),
  };
}

import { access, constants, cp, mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { failure } from '../base/problem.js';
import type { Folder } from '../runs/folder.js';
import { atomicWrite, removeLeftovers } from './atomicWrite.js';
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

/**
 * Creates a folder and its parents. Node's own `recursive` option never returns if the file system reports "no such
 * file" for an existing parent, as /proc does (nodejs/node issue 31481).
 * @throws NodeJS.ErrnoException if a folder can't be created
 */
export async function makeFolder(path: string): Promise<void> {
  const found = await stat(path).catch(() => null);
  if (found?.isDirectory()) return;
  const parent = dirname(path);
  if (parent !== path) await makeFolder(parent);
  await mkdir(path);
}

/**
 * Creates a folder for prepared data.
 * @throws `io/data-folder-unwritable` if it can't be created
 */
export async function makeDataFolder(path: string): Promise<void> {
  await makeFolder(path).catch((cause: unknown) => {
    throw failure('io/data-folder-unwritable', systemError(cause), { where: { kind: 'file', path }, cause });
  });
  await removeLeftovers(path);
}

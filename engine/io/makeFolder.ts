import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { failure } from '../base/problem.js';
import { systemError } from './readBounded.js';

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
}

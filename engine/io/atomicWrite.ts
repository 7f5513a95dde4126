import { open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { LoomError } from '../errors.js';

/**
 * Writes a file so that a reader finds either the old or the complete new contents, also after a crash.
 * Throws `io` when it cannot (no permission, disk full); the old file is untouched then.
 */
export async function atomicWrite(path: string, contents: Uint8Array | string): Promise<void> {
  const partial = `${path}.${process.pid}.part`;
  try {
    const file = await open(partial, 'w');
    try {
      await file.writeFile(contents);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(partial, path);
    await syncFolder(dirname(path));
  } catch (cause) {
    await rm(partial, { force: true }).catch(() => undefined);
    throw new LoomError(
      'io',
      `cannot write ${path}: ${(cause as Error).message}; nothing was changed. Free some space or choose another place`,
      { where: path, cause },
    );
  }
}

/** The rename itself is safe only once the folder is; Windows cannot open folders and needs no such call. */
async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

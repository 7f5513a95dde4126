import { open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { LoomError } from '../base/errors.js';

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
    throw cannotWrite(path, cause as NodeJS.ErrnoException);
  }
}

/** What is wrong and what to do, by the system's code; the system's own words name a file that nobody asked for. */
const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'its folder is not there. Make it, or choose another place',
  ENOTDIR: 'its folder is a file. Choose another place',
  EISDIR: 'it is a folder. Give the name of a file',
  EACCES: 'it is not allowed. Choose another place',
  EPERM: 'it is not allowed. Choose another place',
  EROFS: 'the disk is read-only. Choose another place',
  ENOSPC: 'the disk is full. Free some space or choose another place',
};

/** The failure to write a file. */
export function cannotWrite(path: string, cause: NodeJS.ErrnoException): LoomError {
  const { code = 'no code', message } = cause;
  const reason = REASONS[code] ?? `${message}. Free some space or choose another place`;
  return new LoomError('io', `cannot write ${path} (${code}), nothing was changed: ${reason}`, {
    where: path,
    cause,
  });
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

import { open, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { LoomError } from '../base/errors.js';

/**
 * Writes a file so that a reader finds either the old or the complete new contents, also after a crash. A file that
 * was there keeps its permissions.
 * @throws LoomError `io` when it cannot (no permission, disk full); the old file is untouched then
 */
export async function atomicWrite(path: string, contents: Uint8Array | string): Promise<void> {
  await writeProved(path, contents, () => Promise.resolve());
}

/**
 * As `atomicWrite`, but first `prove` examines the new file where it lies beside `path`: the very file that it
 * accepts is renamed into place.
 * @throws LoomError `io` as `atomicWrite`; or what `prove` throws, and the old file is untouched
 */
export async function writeProved<T>(
  path: string,
  contents: Uint8Array | string,
  prove: (trial: string) => Promise<T>,
): Promise<T> {
  const trial = `${path}.${process.pid}.part`;
  const refuse = (cause: unknown) => {
    throw cannotWrite(path, cause as NodeJS.ErrnoException);
  };
  try {
    await writeTrial(trial, contents, path).catch(refuse);
    const proof = await prove(trial);
    await putInPlace(trial, path).catch(refuse);
    return proof;
  } catch (error) {
    await rm(trial, { force: true }).catch(() => undefined);
    throw error;
  }
}

/** Writes `trial` to the disk with the permissions of the file at `path`, if there is one. */
async function writeTrial(trial: string, contents: Uint8Array | string, path: string): Promise<void> {
  const old = await stat(path).catch((cause: unknown) => {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw cause;
  });
  if (old?.isDirectory()) throw Object.assign(new Error('a folder'), { code: 'EISDIR' });
  const file = await open(trial, 'w');
  try {
    await file.writeFile(contents);
    if (old) await file.chmod(old.mode);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function putInPlace(trial: string, path: string): Promise<void> {
  await rename(trial, path);
  await syncFolder(dirname(path));
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
function cannotWrite(path: string, cause: NodeJS.ErrnoException): LoomError {
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

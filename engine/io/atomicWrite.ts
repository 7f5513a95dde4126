import { open, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { failure } from '../base/problem.js';
import { systemError } from './readBounded.js';

/**
 * Writes a file so that readers see either the old or the complete new contents, even after a crash. An existing file
 * keeps its permissions.
 * @throws `io` if writing fails (no permission, disk full); the old file is then unchanged
 */
export async function atomicWrite(path: string, contents: Uint8Array | string): Promise<void> {
  await writeProved(path, contents, () => Promise.resolve());
}

/**
 * Like `atomicWrite`, but `prove` first examines the new file next to `path`. The file it accepts is itself renamed
 * into place.
 * @throws `io` as `atomicWrite`, or the error of `prove`; the old file is then unchanged
 */
export async function writeProved<T>(
  path: string,
  contents: Uint8Array | string,
  prove: (trial: string) => Promise<T>,
): Promise<T> {
  const trial = `${path}.${process.pid}.part`;
  const refuse = (cause: unknown) => {
    throw failure('io/unwritable', systemError(cause), { where: { kind: 'file', path }, cause });
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

/** Writes and syncs `trial`, with the permissions of the file at `path` if it exists. */
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

/** A rename is durable only once its folder is synced. Windows can't open folders and doesn't need this. */
async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

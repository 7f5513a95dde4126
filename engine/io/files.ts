import { createHash, randomBytes } from 'node:crypto';
import type { Stats } from 'node:fs';
import {
  access,
  constants,
  cp,
  type FileHandle,
  lstat,
  mkdir,
  open,
  readdir,
  readlink,
  rename,
  rm,
  rmdir,
  stat,
} from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { SystemError } from '../base/facts.js';
import { failure, ProblemError } from '../base/problem.js';
import type { Folder } from '../runs/folder.js';
import type { Hash } from '../train/identity.js';
import { claimFolder, ownerOf } from './claim.js';
import { isRunning, thisProcess } from './processes.js';

/** The facts of an error of the operating system. */
export function systemError(cause: unknown): SystemError {
  const { code = null, message } = cause as NodeJS.ErrnoException;
  return { code, said: message };
}

/** The error for a file that couldn't be read: `cause` itself if it is a problem already. */
export function unreadable(cause: unknown, path: string): ProblemError {
  if (cause instanceof ProblemError) return cause;
  return failure('io/unreadable', systemError(cause), { where: { kind: 'file', path }, cause });
}

/**
 * Reads an entire file of at most `maxBytes`, into `into` if the sizes match. Throws `io` if it is missing, isn't a
 * regular file, or is larger.
 */
export async function readBounded(path: string, maxBytes: number, into?: Uint8Array): Promise<Uint8Array> {
  const where = { kind: 'file', path } as const;
  try {
    const file = await open(path, 'r');
    try {
      const facts = await file.stat();
      if (!facts.isFile()) throw failure('io/not-a-file', {}, { where });
      if (facts.size > maxBytes) {
        throw failure('io/too-large', { bytes: facts.size, most: maxBytes }, { where });
      }
      if (into?.length === facts.size) return await readInto(file, into);
      // A plain Uint8Array: the slice() of Node's Buffer is a view, not a copy.
      const { buffer, byteOffset, length } = await file.readFile();
      return new Uint8Array(buffer, byteOffset, length);
    } finally {
      await file.close();
    }
  } catch (cause) {
    throw unreadable(cause, path);
  }
}

/** Fills `into` from the file's beginning; returns the part that was read. */
async function readInto(file: FileHandle, into: Uint8Array): Promise<Uint8Array> {
  let done = 0;
  while (done < into.length) {
    const { bytesRead } = await file.read(into, done, into.length - done, done);
    if (bytesRead === 0) break;
    done += bytesRead;
  }
  return into.subarray(0, done);
}

/** Options of an atomic write. */
interface WriteOptions {
  /** Keeps the file that is replaced, under this path. */
  readonly keep?: string | undefined;
}

/**
 * Writes a file so that readers see either the old or the complete new contents, even after a crash. An existing file
 * keeps its permissions and its owner, and a symbolic link stays one.
 * @throws `io` if writing fails (no permission, a read-only file, a full disk); the old file is then unchanged
 */
export async function atomicWrite(
  path: string,
  contents: Uint8Array | string,
  options?: WriteOptions,
): Promise<void> {
  await writeProved(path, contents, () => Promise.resolve(), options);
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
  { keep }: WriteOptions = {},
): Promise<T> {
  const refuse = (cause: unknown): never => {
    throw failure('io/unwritable', systemError(cause), { where: { kind: 'file', path }, cause });
  };
  const target = await followLinks(path).catch(refuse);
  const trial = await trialPath(target);
  try {
    await writeTrial(trial, contents, target).catch(refuse);
    const proof = await prove(trial);
    await putInPlace(trial, target, keep).catch(refuse);
    return proof;
  } catch (error) {
    await rm(trial, { force: true }).catch(() => undefined);
    throw error;
  }
}

/** The name of a trial: that of its file, the process that writes it, and what makes it unique. */
const TRIAL = /\.(\d+)-([0-9a-f]{8}|unknown)-[0-9a-f]{8}\.part$/;

async function trialPath(path: string): Promise<string> {
  const { pid, started } = await thisProcess();
  return `${path}.${pid}-${started ?? 'unknown'}-${randomBytes(4).toString('hex')}.part`;
}

/** Removes the files that processes which have ended left half written in a folder. */
export async function removeLeftovers(folder: string): Promise<void> {
  for (const name of await readdir(folder).catch(() => [])) {
    const [, pid, started] = TRIAL.exec(name) ?? [];
    if (pid === undefined) continue;
    const writer = { pid: Number(pid), started: started === 'unknown' ? null : started! };
    if (!(await isRunning(writer))) await rm(join(folder, name), { force: true }).catch(() => undefined);
  }
}

/** As many links as Linux follows. */
const MOST_LINKS = 40;

/** The path of the file that `path` names, which need not exist. */
async function followLinks(path: string): Promise<string> {
  let target = path;
  for (let links = 0; (await existing(lstat(target)))?.isSymbolicLink(); links++) {
    if (links === MOST_LINKS) throw systemFailure('ELOOP');
    target = resolve(dirname(target), await readlink(target));
  }
  return target;
}

/** Facts of a file, or null if there is none. */
async function existing(facts: Promise<Stats>): Promise<Stats | null> {
  return facts.catch((cause: unknown) => {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw cause;
  });
}

const systemFailure = (code: string) => Object.assign(new Error(code), { code });

/** Writes and syncs `trial`, with the permissions and the owner of the file at `path` if it exists. */
async function writeTrial(trial: string, contents: Uint8Array | string, path: string): Promise<void> {
  const old = await existing(stat(path));
  if (old) await checkReplaceable(path, old);
  const file = await open(trial, 'wx', old ? old.mode & 0o777 : undefined);
  try {
    await file.writeFile(contents);
    if (old) {
      // Only root may give a file away.
      await file.chown(old.uid, old.gid).catch(() => undefined);
      await file.chmod(old.mode);
    }
    await file.sync();
  } finally {
    await file.close();
  }
}

/** A rename needs no permission on the file that it replaces, but who protects a file means it. */
async function checkReplaceable(path: string, old: Stats): Promise<void> {
  if (old.isDirectory()) throw systemFailure('EISDIR');
  if (!old.isFile()) throw systemFailure('EFTYPE');
  if ((old.mode & 0o222) === 0) throw systemFailure('EACCES');
  await access(path, constants.W_OK);
}

async function putInPlace(trial: string, path: string, keep: string | undefined): Promise<void> {
  if (keep !== undefined) {
    await rename(path, keep).catch((cause: unknown) => {
      if ((cause as NodeJS.ErrnoException).code !== 'ENOENT') throw cause;
    });
  }
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

/** Maximum size of a file in a folder of runs, in bytes. */
const MAX_BYTES = 4 * 1024 ** 3;

/** SHA-256 of parts one after another. */
export const sha256: Hash = (parts) => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest('hex');
};

/** Opens a folder on disk, which need not exist yet. */
export function openFolder(place: string): Folder {
  const path = resolve(place);
  const pathOf = (name: string) => join(path, name);
  const refuse = (cause: unknown): never => {
    throw failure('io/unwritable-folder', systemError(cause), { where: { kind: 'file', path }, cause });
  };
  const folder: Folder = {
    path,
    hash: sha256,
    pathOf,
    folder: (name) => openFolder(pathOf(name)),
    list: () => readdir(path).catch(() => []),
    make: () =>
      makeFolder(path)
        .then(() => access(path, constants.W_OK))
        .catch(refuse),
    makeNew: async () => {
      await makeFolder(dirname(path)).catch(refuse);
      try {
        await mkdir(path);
        return true;
      } catch (cause) {
        return (cause as NodeJS.ErrnoException).code === 'EEXIST' ? false : refuse(cause);
      }
    },
    owner: () => ownerOf(folder),
    claim: async () => {
      await folder.make();
      await removeLeftovers(path);
      return claimFolder(folder);
    },
    read: async (name) => {
      try {
        await access(pathOf(name));
      } catch {
        return null;
      }
      return readBounded(pathOf(name), MAX_BYTES);
    },
    write: (name, contents, keep) =>
      atomicWrite(pathOf(name), contents, { keep: keep === undefined ? keep : pathOf(keep) }),
    removeFile: (name) => rm(pathOf(name), { force: true }),
    moveTo: async (target) => {
      await rename(path, target.path).catch(async () => {
        // On another file system, copy and then delete the original.
        await cp(path, target.path, { recursive: true, errorOnExist: true, force: false });
        await rm(path, { recursive: true });
      });
    },
    remove: () => rm(path, { recursive: true, force: true }),
    removeIfEmpty: () => rmdir(path).catch(() => undefined),
  };
  return folder;
}

/**
 * Creates a folder and its parents. Node's own `recursive` option never returns if the file system reports "no such
 * file" for an existing parent, as /proc does (nodejs/node issue 31481).
 * @throws NodeJS.ErrnoException if a folder can't be created
 */
async function makeFolder(path: string): Promise<void> {
  const found = await stat(path).catch(() => null);
  if (found?.isDirectory()) return;
  const parent = dirname(path);
  if (parent !== path) await makeFolder(parent);
  await mkdir(path).catch((cause: unknown) => {
    // Another process may have made it at the same moment.
    if ((cause as NodeJS.ErrnoException).code !== 'EEXIST' || found) throw cause;
  });
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

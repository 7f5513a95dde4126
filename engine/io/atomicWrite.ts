import { randomBytes } from 'node:crypto';
import { access, constants, lstat, open, readdir, readlink, rename, rm, stat } from 'node:fs/promises';
import type { Stats } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { failure } from '../base/problem.js';
import { isRunning, thisProcess } from './processes.js';
import { systemError } from './readBounded.js';

/** Options of an atomic write. */
export interface WriteOptions {
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

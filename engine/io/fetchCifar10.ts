import { join } from 'node:path';
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { LoomError } from '../base/errors.js';
import { atomicWrite } from './atomicWrite.js';
import { CIFAR10_FILES } from '../data/cifar10.js';
import { download, type DownloadProgress } from './download.js';
import { makeFolder } from './makeFolder.js';
import { readBounded } from './readBounded.js';
import { readTar } from './tar.js';
import { isOfficial, readCifar10, type Cifar10File } from './verifiedCifar10.js';

/** The binary version on its author's server: https://www.cs.toronto.edu/~kriz/cifar.html */
const ARCHIVE_URL = 'https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz';

const MAX_ARCHIVE_BYTES = 512 * 2 ** 20;
const MAX_FILE_BYTES = 64 * 2 ** 20;

/** The source of CIFAR-10: its author's server or the user's copy of the archive. */
export type Cifar10Origin =
  | { readonly kind: 'download'; readonly progress: DownloadProgress; readonly signal?: AbortSignal }
  | { readonly kind: 'archive'; readonly path: string };

/**
 * Writes the six files of CIFAR-10 into `folder`, after verifying their hashes.
 * @returns false if they were already there
 * @throws LoomError `missing-data` if they can't be obtained, `bad-data` if they aren't the official files
 */
export async function fetchCifar10(folder: string, origin: Cifar10Origin): Promise<boolean> {
  if (await isThere(folder)) return false;
  const archive = await readArchive(origin);
  const where = origin.kind === 'archive' ? origin.path : ARCHIVE_URL;
  const files = await unpack(archive, where);
  const other = files.find((file) => !isOfficial(file));
  if (other) {
    throw new LoomError(
      'bad-data',
      `${where} does not hold CIFAR-10 as it was published (another SHA-256 of ${other.name}); nothing was written`,
      { where },
    );
  }
  await makeFolder(folder);
  for (const { name, bytes } of files) await atomicWrite(join(folder, name), bytes);
  // Reading them back records that the bytes on disk are verified.
  await readCifar10(folder);
  return true;
}

async function isThere(folder: string): Promise<boolean> {
  try {
    await readCifar10(folder);
    return true;
  } catch {
    // Missing, unreadable or damaged files are about to be replaced.
    return false;
  }
}

async function readArchive(origin: Cifar10Origin): Promise<Uint8Array> {
  if (origin.kind === 'archive') return readBounded(origin.path, MAX_ARCHIVE_BYTES);
  try {
    return await download(ARCHIVE_URL, { ...origin, maxBytes: MAX_ARCHIVE_BYTES });
  } catch (cause) {
    if (cause instanceof LoomError && cause.code === 'interrupted') throw cause;
    throw new LoomError(
      'missing-data',
      `${(cause as Error).message}. Try again later, or get the archive in another way and give its file instead`,
      { where: ARCHIVE_URL, cause },
    );
  }
}

async function unpack(archive: Uint8Array, where: string): Promise<Cifar10File[]> {
  try {
    const byName = new Map<string, Uint8Array>();
    for await (const { path, size, read } of readTar(Readable.from([archive]).pipe(createGunzip()))) {
      const name = path.slice(path.lastIndexOf('/') + 1);
      const wanted = CIFAR10_FILES.some((file) => file.name === name) && size <= MAX_FILE_BYTES;
      if (wanted) byName.set(name, await read(size));
    }
    return CIFAR10_FILES.map((file) => {
      const bytes = byName.get(file.name);
      if (!bytes) throw new Error(`it holds no ${file.name}`);
      return { ...file, bytes };
    });
  } catch (cause) {
    throw new LoomError(
      'bad-data',
      `${where} is not the archive cifar-10-binary.tar.gz: ${(cause as Error).message}; nothing was written`,
      { where, cause },
    );
  }
}

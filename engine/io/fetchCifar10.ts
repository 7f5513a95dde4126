import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { LoomError } from '../errors.js';
import { atomicWrite } from './atomicWrite.js';
import { CIFAR10_FILES } from '../data/cifar10.js';
import { download, type DownloadProgress } from './download.js';
import { makeFolder } from './makeFolder.js';
import { readBounded } from './readBounded.js';
import { readTar } from './tar.js';

/** The binary version at its author's: https://www.cs.toronto.edu/~kriz/cifar.html */
const ARCHIVE_URL = 'https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz';

/** SHA-256 of the six official files, one after another in the order of `CIFAR10_FILES`. */
const CONTENTS_SHA256 = '013ba16d14ecc4829da62bf2af648ca30f600491ecb3e7f329c827db0dd17522';

const MAX_ARCHIVE_BYTES = 512 * 2 ** 20;
const MAX_FILE_BYTES = 64 * 2 ** 20;

const isOfficial = (files: readonly Uint8Array[]): boolean => {
  const hash = createHash('sha256');
  for (const bytes of files) hash.update(bytes);
  return hash.digest('hex') === CONTENTS_SHA256;
};

/** Where CIFAR-10 comes from: the official place, or an archive that the user has. */
export type Cifar10Origin =
  | { readonly kind: 'download'; readonly progress: DownloadProgress; readonly signal?: AbortSignal }
  | { readonly kind: 'archive'; readonly path: string };

/**
 * Puts the six files of CIFAR-10 into `folder`, after their hash has been found to be the official one;
 * until then nothing is written.
 * @returns false when they were there already
 * @throws LoomError `missing-data` when they cannot be had, `bad-data` when they are not the official ones
 */
export async function fetchCifar10(folder: string, origin: Cifar10Origin): Promise<boolean> {
  if (await isThere(folder)) return false;
  const archive = await readArchive(origin);
  const where = origin.kind === 'archive' ? origin.path : ARCHIVE_URL;
  const files = await unpack(archive, where);
  if (!isOfficial(files)) {
    throw new LoomError(
      'bad-data',
      `${where} does not hold CIFAR-10 as it was published (another SHA-256); nothing was written`,
      { where },
    );
  }
  await makeFolder(folder);
  for (const [i, { name }] of CIFAR10_FILES.entries()) await atomicWrite(join(folder, name), files[i]!);
  return true;
}

async function isThere(folder: string): Promise<boolean> {
  try {
    return isOfficial(
      await Promise.all(CIFAR10_FILES.map(({ name }) => readBounded(join(folder, name), MAX_ARCHIVE_BYTES))),
    );
  } catch {
    // Whatever is missing or unreadable is what this is going to replace.
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

async function unpack(archive: Uint8Array, where: string): Promise<Uint8Array[]> {
  try {
    const byName = new Map<string, Uint8Array>();
    for await (const { path, size, bytes } of readTar(Readable.from([archive]).pipe(createGunzip()))) {
      const name = path.slice(path.lastIndexOf('/') + 1);
      const wanted = CIFAR10_FILES.some((file) => file.name === name) && size <= MAX_FILE_BYTES;
      if (wanted) byName.set(name, await bytes());
    }
    return CIFAR10_FILES.map(({ name }) => {
      const bytes = byName.get(name);
      if (!bytes) throw new Error(`it holds no ${name}`);
      return bytes;
    });
  } catch (cause) {
    throw new LoomError(
      'bad-data',
      `${where} is not the archive cifar-10-binary.tar.gz: ${(cause as Error).message}; nothing was written`,
      { where, cause },
    );
  }
}

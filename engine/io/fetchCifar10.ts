import { join } from 'node:path';
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { failure, locate, type Place } from '../base/problem.js';
import { CIFAR10_FILES } from '../data/cifar10.js';
import { download, type DownloadProgress } from './download.js';
import { atomicWrite, makeDataFolder, readBounded } from './files.js';
import { readTar } from './import/tar.js';
import { type Cifar10File, isOfficial, readCifar10 } from './dataSets.js';

const MAX_ARCHIVE_BYTES = 512 * 2 ** 20;
const MAX_FILE_BYTES = 64 * 2 ** 20;

/** The source of CIFAR-10: its author's server or the user's copy of the archive. */
export type Cifar10Origin =
  | {
      readonly kind: 'download';
      readonly url: string;
      readonly progress: DownloadProgress;
      readonly signal?: AbortSignal;
    }
  | { readonly kind: 'archive'; readonly path: string };

/**
 * Writes the six files of CIFAR-10 into `folder`, after verifying their hashes.
 * @returns false if they were already there
 * @throws `missing-data` if they can't be obtained, `bad-data` if they aren't the official files
 */
export async function fetchCifar10(folder: string, origin: Cifar10Origin): Promise<boolean> {
  if (await isThere(folder)) return false;
  const archive = await readArchive(origin);
  const where: Place =
    origin.kind === 'archive' ? { kind: 'file', path: origin.path } : { kind: 'url', url: origin.url };
  const files = await locate(where, () => unpack(archive));
  await makeDataFolder(folder);
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
  return origin.kind === 'archive'
    ? readBounded(origin.path, MAX_ARCHIVE_BYTES)
    : download(origin.url, { ...origin, maxBytes: MAX_ARCHIVE_BYTES });
}

/** The six files as they were published. */
async function unpack(archive: Uint8Array): Promise<Cifar10File[]> {
  const byName = await contentsByName(archive).catch((cause: unknown) => {
    throw failure('bad-data/cifar10-archive', { said: (cause as Error).message }, { cause });
  });
  return CIFAR10_FILES.map((file) => {
    const bytes = byName.get(file.name);
    if (!bytes) throw failure('bad-data/cifar10-archive-lacks', { file: file.name });
    if (!isOfficial({ ...file, bytes })) {
      throw failure('bad-data/cifar10-archive-changed', { file: file.name });
    }
    return { ...file, bytes };
  });
}

async function contentsByName(archive: Uint8Array): Promise<ReadonlyMap<string, Uint8Array>> {
  const byName = new Map<string, Uint8Array>();
  for await (const { path, size, read } of readTar(Readable.from([archive]).pipe(createGunzip()))) {
    const name = path.slice(path.lastIndexOf('/') + 1);
    const wanted = CIFAR10_FILES.some((file) => file.name === name) && size <= MAX_FILE_BYTES;
    if (wanted) byName.set(name, await read(size));
  }
  return byName;
}

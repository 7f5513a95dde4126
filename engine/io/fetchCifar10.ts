import { join } from 'node:path';
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { DownloadFailure } from '../base/facts.js';
import { failure, locate, type Place } from '../base/problem.js';
import { CIFAR10_FILES } from '../data/cifar10.js';
import { type Cifar10File, isOfficial, readCifar10 } from './dataSets.js';
import { atomicWrite, makeDataFolder, readBounded } from './files.js';
import { readTar } from './import/tar.js';

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

/** Receives the number of bytes so far, and the total if the server reports it. */
type DownloadProgress = (received: number, total: number | null) => void;

/** Options of a download. */
export interface DownloadOptions {
  /** A larger file is rejected, whatever length the server reports. */
  readonly maxBytes: number;
  readonly progress: DownloadProgress;
  /** Cancels the download. */
  readonly signal?: AbortSignal;
  /** Time without data after which the connection counts as lost, in milliseconds. */
  readonly idleTimeout?: number;
  /** Maximum number of consecutive retries that receive no data. */
  readonly retries?: number;
}

const IDLE_TIMEOUT_MS = 30_000;
const RETRIES = 3;

/**
 * Downloads a file into memory. After a lost connection it resumes where it stopped, if the server supports ranges.
 * @throws `missing-data` if the server can't be reached, returns an error or keeps losing the connection,
 *   `interrupted` when canceled
 */
export async function download(url: string, options: DownloadOptions): Promise<Uint8Array> {
  const { signal, retries = RETRIES } = options;
  const file: Partial = { chunks: [], received: 0, total: null };
  for (let failures = 0; ;) {
    const before = file.received;
    try {
      await receive(url, file, options);
      return Buffer.concat(file.chunks);
    } catch (cause) {
      if (signal?.aborted) throw failure('interrupted/canceled', { what: 'download' });
      if (!(cause instanceof FailedAttempt)) throw cause;
      failures = file.received > before ? 0 : failures + 1;
      if (cause.permanent || failures > retries) {
        throw failure('missing-data/download', cause.facts, { where: { kind: 'url', url }, cause });
      }
    }
  }
}

/** The data received so far. */
interface Partial {
  chunks: Uint8Array[];
  received: number;
  total: number | null;
}

/** A failed attempt; a retry would not fix a `permanent` one. */
class FailedAttempt extends Error {
  constructor(
    readonly facts: DownloadFailure,
    readonly permanent = false,
  ) {
    super(facts.how);
  }
}

async function receive(url: string, file: Partial, options: DownloadOptions): Promise<void> {
  const { maxBytes, progress, signal, idleTimeout = IDLE_TIMEOUT_MS } = options;
  const stop = new AbortController();
  const giveUp = () => stop.abort(new FailedAttempt({ how: 'idle', seconds: idleTimeout / 1000 }));
  const cancel = () => stop.abort(signal?.reason);
  signal?.addEventListener('abort', cancel);
  if (signal?.aborted) cancel();
  let timer = setTimeout(giveUp, idleTimeout);
  try {
    const headers = file.received > 0 ? { range: `bytes=${file.received}-` } : {};
    const response = await fetch(url, { signal: stop.signal, headers }).catch((cause: unknown) => {
      throw new FailedAttempt({ how: 'unreachable', said: reasonOf(cause as Error) });
    });
    const { status } = response;
    if (!response.ok || !response.body) throw new FailedAttempt({ how: 'status', status }, status < 500);
    // Without support for ranges, the server sends the file from the beginning.
    if (status !== 206) Object.assign(file, { chunks: [], received: 0 });
    const length = Number(response.headers.get('content-length'));
    file.total = length > 0 ? file.received + length : null;
    await readBody(response.body, file, maxBytes, () => {
      clearTimeout(timer);
      timer = setTimeout(giveUp, idleTimeout);
      progress(file.received, file.total);
    });
  } catch (cause) {
    // Node 18 reports only an abort, not its reason.
    if (stop.signal.aborted) throw stop.signal.reason;
    throw cause instanceof FailedAttempt ? cause : new FailedAttempt({ how: 'incomplete' });
  } finally {
    signal?.removeEventListener('abort', cancel);
    clearTimeout(timer);
  }
}

/** Reads a response body to its end and calls `onChunk` after every chunk. */
async function readBody(
  body: AsyncIterable<Uint8Array>,
  file: Partial,
  maxBytes: number,
  onChunk: () => void,
) {
  for await (const bytes of body) {
    file.received += bytes.length;
    if (file.received > maxBytes) throw new FailedAttempt({ how: 'too-large', most: maxBytes }, true);
    file.chunks.push(bytes);
    onChunk();
  }
  if (file.total !== null && file.received < file.total) throw new FailedAttempt({ how: 'incomplete' });
}

/** The reason why `fetch` failed, which it hides in the cause. */
const reasonOf = ({ message, cause }: Error) => (cause instanceof Error ? cause.message : message);

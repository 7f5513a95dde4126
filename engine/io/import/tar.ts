import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { createGunzip } from 'node:zlib';
import { pipeline, Readable } from 'streamx';
import { extract } from 'tar-stream';
import { failure, problem, ProblemError } from '../../base/problem.js';
import {
  beginning,
  type ContainerKind,
  type Contents,
  type Entry,
  gunzipHead,
  HEAD_BYTES,
  isGzip,
  isImageName,
  Listing,
  MAX_HEADS,
  unpackedLimit,
} from './container.js';

const CHUNK = 512 * 1024;

/** An entry with its position in the archive, because names may repeat. */
type NumberedEntry = Entry & { readonly number: number };

/** Tar archives, plain or gzipped, read sequentially: once to list the entries, once to read the wanted ones. */
export const tar: ContainerKind = {
  recognizes: (head) => head !== null && isTar(isGzip(head) ? gunzipHead(head) : head),
  open: async (path) => {
    const name = basename(path);
    const { entries, skipped, heads } = await listed(path);
    return {
      name,
      entries,
      skipped,
      head: (entry) => Promise.resolve(heads.get(entry) ?? new Uint8Array(0)),
      read: (wanted, maxBytes) => readAll(path, entries, wanted, maxBytes),
      close: () => Promise.resolve(),
    };
  },
};

async function listed(path: string) {
  const listing = new Listing<NumberedEntry>();
  const heads = new Map<Entry, Uint8Array>();
  let number = 0;
  try {
    for await (const { path: raw, kind, size, read } of readTar(unpackedChunks(path))) {
      const entry = listing.add(raw, kind, (plain) => ({ path: plain, size, number }));
      number++;
      if (entry && !isImageName(entry.path) && heads.size < MAX_HEADS) {
        heads.set(entry, await read(HEAD_BYTES));
      }
    }
  } catch (cause) {
    if (cause instanceof ProblemError) throw cause;
    throw failure('bad-data/archive-damaged', {}, { cause });
  }
  return { entries: listing.entries, skipped: listing.skipped, heads };
}

async function* readAll(
  path: string,
  entries: readonly NumberedEntry[],
  wanted: ReadonlySet<Entry>,
  maxBytes: number,
): AsyncGenerator<Contents> {
  const byNumber = new Map(
    entries.filter((entry) => wanted.has(entry)).map((entry) => [entry.number, entry]),
  );
  let number = 0;
  for await (const { size, read } of readTar(unpackedChunks(path))) {
    const entry = byNumber.get(number++);
    if (!entry) continue;
    byNumber.delete(entry.number);
    if (size > maxBytes) yield { entry, problem: problem('io/too-large', { bytes: size, most: maxBytes }) };
    else yield { entry, bytes: await read(size) };
    if (byNumber.size === 0) return;
  }
}

/** The unpacked archive in chunks. Throws `bad-data` above the limit on its unpacked size. */
async function* unpackedChunks(path: string): AsyncGenerator<Uint8Array> {
  const limit = unpackedLimit((await stat(path)).size);
  const packed = isGzip(await beginning(path, 2));
  const file = createReadStream(path, { highWaterMark: CHUNK });
  const pieces = packed ? file.pipe(createGunzip({ chunkSize: CHUNK })) : file;
  if (pieces !== file) file.once('error', (problem) => pieces.destroy(problem));
  let total = 0;
  try {
    for await (const piece of pieces as AsyncIterable<Uint8Array>) {
      total += piece.length;
      if (total > limit) {
        throw failure('bad-data/archive-bomb', {});
      }
      yield piece;
    }
  } finally {
    pieces.destroy();
    file.destroy();
  }
}

/** An entry of a tar archive during reading. */
interface TarEntry {
  /** As stored in the archive, with `/` separators. */
  readonly path: string;
  readonly size: number;
  readonly kind: 'file' | 'folder' | 'link' | 'other';
  /** Reads up to `length` of its first bytes. Call at most once, before requesting the next entry. */
  readonly read: (length: number) => Promise<Uint8Array>;
}

const KINDS: Readonly<Partial<Record<string, TarEntry['kind']>>> = {
  file: 'file',
  'contiguous-file': 'file',
  directory: 'folder',
  link: 'link',
  symlink: 'link',
};

/** The oldest archives don't declare their format. tar-stream's own types lack this option. */
const OPTIONS: Parameters<typeof extract>[0] & { readonly allowUnknownFormat: boolean } = {
  allowUnknownFormat: true,
};

/** Streams the entries of an uncompressed tar archive. Throws if the archive is damaged or truncated. */
export async function* readTar(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<TarEntry> {
  const source = Readable.from(chunks);
  const entries = pipeline(source, extract(OPTIONS));
  try {
    for await (const entry of entries) {
      const { name: path, size, type } = entry.header;
      // tar-stream would wait forever for an entry with an unreadable size.
      if (!Number.isSafeInteger(size)) throw new Error('an entry has no valid size');
      const kind = path.endsWith('/') ? 'folder' : (KINDS[type] ?? 'other');
      yield { path, size, kind, read: (length) => beginningOf(entry, length) };
      entry.resume();
    }
  } finally {
    source.destroy();
  }
}

/** The first bytes of an entry. It is read to its end, because tar-stream continues only then. */
async function beginningOf(entry: AsyncIterable<unknown>, length: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let left = length;
  for await (const chunk of entry as AsyncIterable<Uint8Array>) {
    if (left > 0) parts.push(chunk.subarray(0, left));
    left -= chunk.length;
  }
  return new Uint8Array(Buffer.concat(parts));
}

const BLOCK = 512;
const CHECKSUM = { at: 148, length: 8 };

/** True if a file begins with a tar header, by its checksum, because old archives have no magic number. */
function isTar(head: Uint8Array): boolean {
  if (head.length < BLOCK || head[0] === 0) return false;
  const { at, length } = CHECKSUM;
  let sum = length * 0x20;
  for (let i = 0; i < BLOCK; i++) if (i < at || i >= at + length) sum += head[i]!;
  const digits = new TextDecoder().decode(head.subarray(at, at + length)).replace(/\0.*$/s, '');
  return Number.parseInt(digits, 8) === sum;
}

import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { createGunzip } from 'node:zlib';
import { failure, problem, ProblemError } from '../../base/problem.js';
import { isTar, readTar } from '../tar.js';
import {
  beginning,
  HEAD_BYTES,
  isImageName,
  MAX_HEADS,
  type ContainerKind,
  type Contents,
  type Entry,
} from './container.js';
import { gunzipHead, isGzip } from './gzip.js';
import { Listing, unpackedLimit } from './listing.js';

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

import { open, type FileHandle } from 'node:fs/promises';
import { basename } from 'node:path';
import { promisify } from 'node:util';
import { constants, inflateRaw, inflateRawSync } from 'node:zlib';
import { HEAD_BYTES, refused, type Contents, type ContainerKind, type Entry } from './container.js';
import { crc32 } from './crc32.js';
import { Listing, unpackedLimit } from './listing.js';
import { zipDirectory, type ReadAt } from './zipDirectory.js';
import type { ZipRecord } from './zipRecord.js';

type ZipEntry = Entry & Pick<ZipRecord, 'method' | 'crc' | 'packed' | 'at'>;

const LOCAL = { signature: 0x04034b50, bytes: 30 };
const [STORED, DEFLATED] = [0, 8];
const inflate = promisify(inflateRaw);

/** Zip archives: each entry is unpacked into memory when it is read, never to more than it declares. */
export const zip: ContainerKind = {
  recognizes: (head) =>
    head !== null && head[0] === 0x50 && head[1] === 0x4b && (head[2] === 3 || head[2] === 5),
  open: async (path) => {
    const file = await open(path, 'r');
    try {
      return await openZip(file, basename(path));
    } catch (problem) {
      await file.close();
      throw problem;
    }
  },
};

async function openZip(file: FileHandle, name: string) {
  const { size } = await file.stat();
  const read = readerOf(file);
  const listing = new Listing<ZipEntry>(name);
  const records = await zipDirectory(read, size, name);
  for (const { name: raw, kind, encrypted, ...rest } of records) {
    listing.add(raw, kind, (path) => {
      if (encrypted) {
        throw refused(name, 'it is protected by a password; unpack it and choose its folder');
      }
      return { path, ...rest };
    });
  }
  const { entries, skipped } = listing;
  const sum = (of: (entry: ZipEntry) => number) => entries.reduce((total, entry) => total + of(entry), 0);
  if (sum((entry) => entry.packed) > size)
    throw refused(name, 'its entries overlap; it is damaged or a trap');
  if (sum((entry) => entry.size) > unpackedLimit(size)) {
    throw refused(name, 'it unpacks to more than 100 times its size, which images never do');
  }
  return {
    name,
    entries,
    skipped,
    head: async (entry: Entry) => headOf(read, entry as ZipEntry, size),
    read: (wanted: ReadonlySet<Entry>, maxBytes: number) => readAll(read, entries, wanted, maxBytes, size),
    close: () => file.close(),
  };
}

async function* readAll(
  read: ReadAt,
  entries: readonly ZipEntry[],
  wanted: ReadonlySet<Entry>,
  maxBytes: number,
  size: number,
): AsyncGenerator<Contents> {
  for (const entry of entries) {
    if (!wanted.has(entry)) continue;
    try {
      yield { entry, bytes: await unpacked(read, entry, maxBytes, size) };
    } catch (problem) {
      yield { entry, problem: (problem as Error).message };
    }
  }
}

async function unpacked(read: ReadAt, entry: ZipEntry, maxBytes: number, size: number): Promise<Uint8Array> {
  if (entry.size > maxBytes) throw new Error(`it has ${entry.size} bytes; at most ${maxBytes} are read`);
  const packed = await packedBytes(read, entry, entry.packed, size);
  const bytes = await decompress(entry, packed);
  if (bytes.length !== entry.size || crc32(bytes) !== entry.crc)
    throw new Error('it is damaged in the archive');
  return bytes;
}

async function decompress({ method, size }: ZipEntry, packed: Uint8Array): Promise<Uint8Array> {
  if (method === STORED) return packed;
  if (method !== DEFLATED) throw new Error(`it is compressed in a way that is not read (method ${method})`);
  try {
    // One byte more than is declared is too many.
    return await inflate(packed, { maxOutputLength: Math.max(size, 1) });
  } catch {
    throw new Error('it is damaged, or unpacks to more than the archive declares');
  }
}

/** The first `length` bytes of what is stored of an entry. */
async function packedBytes(read: ReadAt, entry: ZipEntry, length: number, size: number): Promise<Uint8Array> {
  const header = await read(entry.at, LOCAL.bytes);
  const view = new DataView(header.buffer, header.byteOffset, header.byteLength);
  if (header.length < LOCAL.bytes || view.getUint32(0, true) !== LOCAL.signature) {
    throw new Error('its place in the archive is damaged');
  }
  const from = entry.at + LOCAL.bytes + view.getUint16(26, true) + view.getUint16(28, true);
  if (from + length > size) throw new Error('the archive is cut off');
  return read(from, length);
}

/** The beginning of an entry; empty where it is damaged. */
async function headOf(read: ReadAt, entry: ZipEntry, size: number): Promise<Uint8Array> {
  try {
    const packed = await packedBytes(read, entry, Math.min(entry.packed, HEAD_BYTES), size);
    if (entry.method === STORED) return packed;
    return inflateRawSync(packed, { finishFlush: constants.Z_SYNC_FLUSH }).subarray(0, HEAD_BYTES);
  } catch {
    return new Uint8Array(0);
  }
}

function readerOf(file: FileHandle): ReadAt {
  return async (at, length) => {
    const bytes = new Uint8Array(length);
    const { bytesRead } = await file.read(bytes, 0, length, at);
    return bytes.subarray(0, bytesRead);
  };
}

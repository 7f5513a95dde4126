import { type FileHandle, open } from 'node:fs/promises';
import { basename } from 'node:path';
import { promisify } from 'node:util';
import { constants, inflateRaw, inflateRawSync } from 'node:zlib';
import {
  type Entry as ZipRecord,
  fromRandomAccessReaderPromise,
  RandomAccessReader,
  type ZipFile,
} from 'yauzl';
import { failure, problem, ProblemError } from '../../base/problem.js';
import type { EncodingId } from '../../data/encodings.js';
import { decode, likelyEncodings } from '../decodeText.js';
import {
  type Container,
  type ContainerKind,
  type Contents,
  type Entry,
  type EntryKind,
  HEAD_BYTES,
  Listing,
  MAX_ENTRIES,
  type NameEncoding,
  unpackedLimit,
} from './container.js';

const [STORED, DEFLATED] = [0, 8];
/** Names of other methods; Windows itself uses the first for large files. */
const METHODS: Readonly<Partial<Record<number, string>>> = {
  9: 'Deflate64',
  12: 'bzip2',
  14: 'LZMA',
  93: 'Zstandard',
  95: 'xz',
  98: 'PPMd',
};
const inflate = promisify(inflateRaw);
/** Maximum size of the central directory. An entry takes some 50 bytes plus its name. */
const MAX_DIRECTORY = 128 * 2 ** 20;

/** Zip archives. Each entry is unpacked into memory when read, up to its declared size. */
export const zip: ContainerKind = {
  recognizes: (head) =>
    head !== null && head[0] === 0x50 && head[1] === 0x4b && (head[2] === 3 || head[2] === 5),
  open: async (path, encoding = null) => {
    const file = await open(path, 'r');
    try {
      return await openZip(file, basename(path), encoding);
    } catch (problem) {
      await file.close();
      throw problem;
    }
  },
};

type ZipEntry = Entry & { readonly record: ZipRecord };

async function openZip(file: FileHandle, name: string, chosen: EncodingId | null): Promise<Container> {
  const { size } = await file.stat();
  const reader = new ArchiveReader(file);
  // Names and sizes are checked here instead, to distinguish malicious entries from damaged ones.
  const options = { decodeStrings: false, validateEntrySizes: false, autoClose: false };
  const archive = await fromRandomAccessReaderPromise(reader, size, options).catch((cause: unknown) => {
    throw failure('bad-data/archive-damaged', {}, { cause });
  });
  const { listing, encoding } = await listed(archive, size, chosen);
  const { entries, skipped } = listing;
  /** The first `length` stored bytes of an entry. */
  const packed: PackedBytes = async (record, length) => {
    const { fileDataStart } = await archive.readLocalFileHeaderPromise(record, { minimal: true });
    return reader.bytes(fileDataStart, length);
  };
  return {
    name,
    entries,
    skipped,
    ...(encoding && { encoding }),
    head: (entry) => headOf((entry as ZipEntry).record, packed),
    read: (wanted, maxBytes) => readAll(entries, packed, wanted, maxBytes),
    close: () => file.close(),
  };
}

/** Lists the entries and checks the archive as a whole. */
async function listed(archive: ZipFile, size: number, chosen: EncodingId | null) {
  const listing = new Listing<ZipEntry>();
  let encoding: NameEncoding | null;
  let directory = 0;
  if (archive.entryCount > MAX_ENTRIES) throw failure('bad-data/too-many-files', { most: MAX_ENTRIES });
  try {
    const records: ZipRecord[] = [];
    for await (const record of archive.eachEntry()) {
      directory += record.fileNameLength + record.extraFieldLength + record.fileCommentLength;
      if (directory > MAX_DIRECTORY) throw failure('bad-data/archive-damaged', {});
      records.push(record);
    }
    const found = zipNames(records, chosen);
    encoding = found.encoding;
    records.forEach((record, i) => {
      const name = found.names[i]!;
      listing.add(name, kindOf(record, name), (path) => {
        checkReadable(record);
        return { path, size: record.uncompressedSize, record };
      });
    });
  } catch (cause) {
    if (cause instanceof ProblemError) throw cause;
    throw failure('bad-data/archive-damaged', {}, { cause });
  }
  const total = (field: 'compressedSize' | 'uncompressedSize') =>
    listing.entries.reduce((sum, { record }) => sum + record[field], 0);
  if (total('compressedSize') > size) throw failure('bad-data/archive-overlap', {});
  if (total('uncompressedSize') > unpackedLimit(size)) {
    throw failure('bad-data/archive-bomb', {});
  }
  return { listing, encoding };
}

/** Throws `bad-data` if an entry needs a password or is compressed in another way. */
function checkReadable(record: ZipRecord): void {
  if (record.isEncrypted()) throw failure('bad-data/archive-encrypted', {});
  const method = record.compressionMethod;
  if (method === STORED || method === DEFLATED) return;
  throw failure('bad-data/archive-method', { method: METHODS[method] ?? `method ${method}` });
}

type PackedBytes = (record: ZipRecord, length: number) => Promise<Uint8Array>;

async function* readAll(
  entries: readonly ZipEntry[],
  packed: PackedBytes,
  wanted: ReadonlySet<Entry>,
  maxBytes: number,
): AsyncGenerator<Contents> {
  for (const entry of entries) {
    if (!wanted.has(entry)) continue;
    const { compressedSize, uncompressedSize } = entry.record;
    const most = Math.max(compressedSize, uncompressedSize);
    if (most > maxBytes) yield { entry, problem: problem('io/too-large', { bytes: most, most: maxBytes }) };
    else
      yield await packed(entry.record, compressedSize)
        .then((bytes) => unpacked(entry.record, bytes))
        .then(
          (bytes) => ({ entry, bytes }),
          (error: unknown) => ({
            entry,
            problem: error instanceof ProblemError ? error.problem : problem('bad-data/entry-damaged', {}),
          }),
        );
  }
}

async function unpacked(record: ZipRecord, packed: Uint8Array): Promise<Uint8Array> {
  const { uncompressedSize: size } = record;
  const bytes = await decompress(record, packed);
  if (bytes.length !== size || crc32(bytes) !== record.crc32) throw failure('bad-data/entry-damaged', {});
  return bytes;
}

async function decompress({ compressionMethod, uncompressedSize }: ZipRecord, packed: Uint8Array) {
  if (compressionMethod === STORED) return packed;
  return await inflate(packed, { maxOutputLength: Math.max(uncompressedSize, 1) });
}

/** The beginning of an entry; empty if it is damaged. */
async function headOf(record: ZipRecord, packed: PackedBytes): Promise<Uint8Array> {
  try {
    const bytes = await packed(record, Math.min(record.compressedSize, HEAD_BYTES));
    if (record.compressionMethod === STORED) return bytes;
    return inflateRawSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH }).subarray(0, HEAD_BYTES);
  } catch {
    return new Uint8Array(0);
  }
}

const MADE_ON_UNIX = 3;

function kindOf(record: ZipRecord, name: string): EntryKind {
  if (/[/\\]$/.test(name)) return 'folder';
  const type =
    record.versionMadeBy >> 8 === MADE_ON_UNIX ? (record.externalFileAttributes >>> 16) & 0xf000 : 0;
  if (type === 0xa000) return 'link';
  if (type === 0x4000) return 'folder';
  return type === 0 || type === 0x8000 ? 'file' : 'other';
}

const AHEAD = 64 * 1024;

/** Reads the archive's bytes. It reads ahead, because yauzl requests each directory record separately. */
class ArchiveReader extends RandomAccessReader {
  #ahead = { start: 0, bytes: new Uint8Array(0) };

  constructor(private readonly file: FileHandle) {
    super();
  }

  /** Throws if the archive ends before. */
  async bytes(position: number, length: number): Promise<Uint8Array> {
    let { start, bytes } = this.#ahead;
    if (position < start || position + length > start + bytes.length) {
      start = position;
      bytes = new Uint8Array(Math.max(length, AHEAD));
      const { bytesRead } = await this.file.read(bytes, 0, bytes.length, start);
      bytes = bytes.subarray(0, bytesRead);
      this.#ahead = { start, bytes };
    }
    if (position + length > start + bytes.length) throw new Error('the archive is cut off');
    return bytes.subarray(position - start, position - start + length);
  }

  override read(
    buffer: Buffer,
    offset: number,
    length: number,
    position: number,
    callback: (error: Error | null) => void,
  ): void {
    this.bytes(position, length).then((bytes) => {
      buffer.set(bytes, offset);
      callback(null);
    }, callback);
  }
}

type NameRecord = Pick<ZipRecord, 'fileNameRaw' | 'generalPurposeBitFlag' | 'extraFields'>;

interface ZipNames {
  /** In the records' order. */
  readonly names: readonly string[];
  /** Null if all names declare their encoding, or are ASCII. */
  readonly encoding: NameEncoding | null;
}

/** Encodings of names that don't declare one: Windows uses that of the country. */
const UNDECLARED = ['utf-8', 'shift_jis', 'cp949', 'gb18030', 'big5', 'cp866', 'cp850'] as const;
/** Bits that another encoding may need more, in proportion and in all, and still be plausible. */
const PLAUSIBLE = { share: 1.25, bits: 7 };
/** Letters of two scripts in one word, and the bits that they count. */
const MIXED = /\p{Script=Latin}(?!\p{Script=Latin})\p{L}|(?!\p{Script=Latin})\p{L}\p{Script=Latin}/u;
const MIXED_BITS = 12;
/** Characters that no name has: what could not be decoded, and those of private use. */
const INVALID = /[\ufffd\p{Co}]/u;

const UTF8 = 0x800;
const UNICODE_PATH = 0x7075;

/**
 * Decodes the names of a zip archive's records. Those without a declared encoding share one: the chosen one, or the
 * likeliest for all of them.
 */
export function zipNames(records: readonly NameRecord[], chosen: EncodingId | null = null): ZipNames {
  const declared = records.map(declaredName);
  const found = encodingOf(
    records.flatMap(({ fileNameRaw }, i) => (declared[i] === null ? [fileNameRaw] : [])),
  );
  const encoding = found && chosen ? { id: chosen, plausible: [] } : found;
  const names = records.map(
    ({ fileNameRaw }, i) => declared[i] ?? decode(fileNameRaw, encoding?.id ?? 'utf-8'),
  );
  return { names, encoding };
}

function declaredName({ fileNameRaw, generalPurposeBitFlag, extraFields }: NameRecord): string | null {
  if ((generalPurposeBitFlag & UTF8) !== 0) return new TextDecoder().decode(fileNameRaw);
  const data = extraFields.find(({ id }) => id === UNICODE_PATH)?.data;
  // One byte of version, and the checksum of the name that the field replaces; renaming does not update the field.
  if (!data || data.length < 5 || data[0] !== 1 || data.readUInt32LE(1) !== crc32(fileNameRaw)) return null;
  return new TextDecoder().decode(data.subarray(5));
}

/** Recognizes an encoding by the names' different parts, so that a folder with many files does not count more. */
function encodingOf(names: readonly Buffer[]): NameEncoding | null {
  const parts = new Set(names.flatMap((name) => name.toString('latin1').split('/')));
  const foreign = [...parts].filter((part) => /[\x80-\xff]/.test(part)).join('\n');
  if (foreign === '') return null;
  const readings = likelyEncodings(foreign, UNDECLARED).map(({ id, bits }) => {
    const text = decode(Buffer.from(foreign, 'latin1'), id);
    return { id, valid: !INVALID.test(text), bits: bits + (MIXED.test(text) ? MIXED_BITS : 0) };
  });
  const [best, ...others] = readings.sort((a, b) => Number(b.valid) - Number(a.valid) || a.bits - b.bits);
  const most = best!.bits * PLAUSIBLE.share + PLAUSIBLE.bits;
  const plausible = others.filter(({ valid, bits }) => valid && bits <= most);
  return { id: best!.id, plausible: plausible.map(({ id }) => id) };
}

const TABLE = Int32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

/** CRC-32 as in zip (IEEE 802.3). Node has it built in since 20.15, but the desktop app supports Node 18. */
export function crc32(bytes: Uint8Array): number {
  let crc = -1;
  for (const byte of bytes) crc = TABLE[(crc ^ byte) & 0xff]! ^ (crc >>> 8);
  return ~crc >>> 0;
}

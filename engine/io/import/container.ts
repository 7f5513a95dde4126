import { open } from 'node:fs/promises';
import { promisify } from 'node:util';
import { constants, gunzip, gunzipSync } from 'node:zlib';
import { failure, type Place, problem, type Problem, ProblemError } from '../../base/problem.js';
import type { EncodingId } from '../../data/encodings.js';

/** A file inside a folder or an archive. */
export interface Entry {
  /** Its path inside the container, with `/` separators; it never points outside. */
  readonly path: string;
  /** Size in bytes, as listed by the folder or archive. */
  readonly size: number;
}

/** A skipped file and the reason. */
export interface Skipped {
  readonly file: string;
  readonly why: Problem;
}

/** The result of reading an entry. */
export type Contents =
  | { readonly entry: Entry; readonly bytes: Uint8Array }
  /** The problem has no place. */
  | { readonly entry: Entry; readonly problem: Problem };

/** The encoding of an archive's names that do not declare one. */
export interface NameEncoding {
  readonly id: EncodingId;
  /** Others in which the names are text as well, the likelier first. */
  readonly plausible: readonly EncodingId[];
}

/** A folder or an archive. Archives are never unpacked to disk. */
export interface Container {
  /** Its display name. */
  readonly name: string;
  readonly entries: readonly Entry[];
  readonly skipped: readonly Skipped[];
  /** Only if there are names that do not declare their encoding. */
  readonly encoding?: NameEncoding;
  /** The file that the user chose, if it is one of the entries; the others are then the files next to it. */
  readonly chosen?: Entry;
  /** The first `HEAD_BYTES` of an entry, or fewer; only for the first `MAX_HEADS` without an image's extension. */
  readonly head: (entry: Entry) => Promise<Uint8Array>;
  /**
   * The contents of the wanted entries, in the container's order. An entry that can't be read or exceeds `maxBytes`
   * yields a problem instead.
   */
  readonly read: (wanted: ReadonlySet<Entry>, maxBytes: number) => AsyncGenerator<Contents>;
  readonly close: () => Promise<void>;
}

/** A kind of container, recognized by its first bytes. */
export interface ContainerKind {
  /** @param head the first `PROBE_BYTES` of a file, null for a folder */
  readonly recognizes: (head: Uint8Array | null) => boolean;
  /**
   * Lists its entries, their names in an encoding or in the likeliest one. Throws `bad-data` if it is damaged or malicious, with the
   * archive as the implied place.
   */
  readonly open: (path: string, encoding?: EncodingId | null) => Promise<Container>;
}

/** Number of bytes read to recognize a container. */
export const PROBE_BYTES = 4096;
/** Number of bytes read to recognize an entry's format. */
export const HEAD_BYTES = 512;
/** Maximum number of entries in a container. */
export const MAX_ENTRIES = 300_000;

const IMAGE = /\.(png|jpe?g|jpe|jfif|webp|gif|bmp|tiff?|avif|p[bgnp]m)$/i;
/** Maximum number of files without an image's extension that are inspected as data files. */
const MAX_DATA_FILES = 200;
/** Maximum number of files without an image's extension whose first bytes are looked at. */
export const MAX_HEADS = 5000;

/** Files and folders that systems and network drives make on their own. */
const SYSTEM =
  /^(\..*|__MACOSX|@eaDir|#recycle|#snapshot|\$RECYCLE\.BIN|System Volume Information|lost\+found|Thumbs\.db|desktop\.ini)$/i;

/** The reason why such a file or folder is skipped. */
export const SYSTEM_FILE = problem('bad-data/skipped-system', {});

/** True for the name of a hidden file or folder, or one that a system makes on its own. */
export function isSystemName(name: string): boolean {
  return SYSTEM.test(name);
}

/** True if a path has an image's extension. */
export function isImageName(path: string): boolean {
  return IMAGE.test(path);
}

/** Entries that may be data files: the first `MAX_DATA_FILES` without an image's extension. */
export function dataFiles({ entries }: Pick<Container, 'entries'>): Entry[] {
  return entries.filter(({ path }) => !isImageName(path)).slice(0, MAX_DATA_FILES);
}

/** The last part of a path. */
export function fileName({ path }: Pick<Entry, 'path'>): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** Reads one entire entry. Throws `bad-data` if that fails. */
export async function readEntry(container: Container, entry: Entry, maxBytes: number): Promise<Uint8Array> {
  for await (const found of container.read(new Set([entry]), maxBytes)) {
    if ('bytes' in found) return found.bytes;
    throw new ProblemError({ ...found.problem, where: placeOf(container, entry) });
  }
  throw failure('bad-data/entry-gone', {}, { where: placeOf(container, entry) });
}

/** An entry as the place of a problem. */
export function placeOf({ name }: Pick<Container, 'name'>, { path }: Entry): Place {
  return { kind: 'entry', file: name, entry: path };
}

/** The first `length` bytes of a file, or fewer. */
export async function beginning(path: string, length: number): Promise<Uint8Array> {
  const file = await open(path, 'r');
  try {
    const bytes = new Uint8Array(length);
    const { bytesRead } = await file.read(bytes, 0, length, 0);
    return bytes.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

/** The kind of an archive entry. */
export type EntryKind = 'file' | 'folder' | 'link' | 'other';

const MAX_PATH = 1024;

/**
 * The unpacked size, in bytes, above which an archive counts as a decompression bomb. Images never compress so far.
 * @param packed the archive's size in bytes
 */
export function unpackedLimit(packed: number): number {
  return Math.max(256 * 2 ** 20, packed * 100);
}

/** Collects an archive's entries, with the checks common to all archives. */
export class Listing<E extends Entry> {
  readonly entries: E[] = [];
  readonly skipped: Skipped[] = [];
  readonly #paths = new Set<string>();
  #seen = 0;

  /**
   * Adds an entry if it is a regular, visible file; else returns null, and records all but folders as skipped.
   * Throws `bad-data` if its name points outside the archive or there are too many entries.
   */
  add(raw: string, kind: EntryKind, make: (path: string) => E): E | null {
    if (++this.#seen > MAX_ENTRIES) throw failure('bad-data/too-many-files', { most: MAX_ENTRIES });
    const path = plainPath(raw);
    if (kind === 'folder' || path === '') return null;
    if (path.split('/').some(isSystemName)) return this.skip(path, SYSTEM_FILE);
    if (kind === 'link') return this.skip(path, problem('bad-data/skipped-link', {}));
    if (kind === 'other') return this.skip(path, problem('bad-data/skipped-special', {}));
    if (this.#paths.has(path)) return this.skip(path, problem('bad-data/skipped-same-name', {}));
    this.#paths.add(path);
    const entry = make(path);
    this.entries.push(entry);
    return entry;
  }

  /** Records a skipped file. */
  skip(file: string, why: Problem): null {
    this.skipped.push({ file, why });
    return null;
  }
}

/** An entry's path with `/` separators. Throws `bad-data` if it points outside the archive. */
function plainPath(raw: string): string {
  const path = raw.replaceAll('\\', '/');
  const parts = path.split('/').filter((part) => part !== '' && part !== '.');
  if (path.startsWith('/') || /^[a-z]:/i.test(path) || parts.includes('..') || path.includes('\0')) {
    throw failure('bad-data/archive-outside', { entry: shown(raw) });
  }
  if (path.length > MAX_PATH) throw failure('bad-data/archive-long-name', { entry: shown(raw) });
  return parts.join('/');
}

/** A name from an untrusted archive, shortened and without control characters, to be shown. */
function shown(raw: string): string {
  const short = raw.length > 80 ? `${raw.slice(0, 80)}…` : raw;
  return short.replace(/\p{Cc}/gu, '·');
}

/** First bytes of the archives and compressed files that are not read. */
const SIGNATURES: readonly (readonly [name: string, first: readonly number[]])[] = [
  ['7z', [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c]],
  ['RAR', [0x52, 0x61, 0x72, 0x21, 0x1a, 0x07]],
  ['bzip2', [0x42, 0x5a, 0x68]],
  ['xz', [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00]],
  ['Zstandard', [0x28, 0xb5, 0x2f, 0xfd]],
];

function unreadKind(head: Uint8Array) {
  return SIGNATURES.find(([, first]) => first.every((byte, i) => head[i] === byte))?.[0] ?? null;
}

/** Archives that are refused by name, so that people know what to do. */
export const unreadArchives: ContainerKind = {
  recognizes: (head) => head !== null && unreadKind(head) !== null,
  open: async (path) => {
    const name = unreadKind(await beginning(path, PROBE_BYTES))!;
    throw failure('bad-data/archive-kind', { name });
  },
};

/** True if bytes begin with gzip's magic number. */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/** Unpacks the beginning of a gzip file; empty if it is damaged. */
export function gunzipHead(head: Uint8Array): Uint8Array {
  try {
    return gunzipSync(head, { finishFlush: constants.Z_SYNC_FLUSH });
  } catch {
    return new Uint8Array(0);
  }
}

const SUFFIX = /\.gz$/i;

/** A view of a container with its gzipped files unpacked. A file that also exists uncompressed is listed once. */
export function withoutGzip(container: Container): Container {
  const plain = new Set(container.entries.map(({ path }) => path));
  const packed = new Map<Entry, Entry>();
  const entries = container.entries.flatMap((entry) => {
    if (!SUFFIX.test(entry.path)) return [entry];
    const path = entry.path.replace(SUFFIX, '');
    if (plain.has(path)) return [];
    const unpacked = { path, size: entry.size };
    packed.set(unpacked, entry);
    return [unpacked];
  });
  const unpackedOf = new Map([...packed].map(([unpacked, entry]) => [entry, unpacked]));
  const { chosen } = container;
  return {
    ...container,
    entries,
    ...(chosen && { chosen: unpackedOf.get(chosen) ?? chosen }),
    head: async (entry) => {
      const inner = packed.get(entry);
      return inner ? gunzipHead(await container.head(inner)) : container.head(entry);
    },
    read: (wanted, maxBytes) => {
      const inner = new Set([...wanted].map((entry) => packed.get(entry) ?? entry));
      return unpackedContents(container.read(inner, maxBytes), unpackedOf, maxBytes);
    },
  };
}

async function* unpackedContents(
  contents: AsyncGenerator<Contents>,
  unpackedOf: ReadonlyMap<Entry, Entry>,
  maxBytes: number,
): AsyncGenerator<Contents> {
  for await (const found of contents) {
    const entry = unpackedOf.get(found.entry);
    if (!entry) yield found;
    else if ('problem' in found) yield { ...found, entry };
    else {
      try {
        yield { entry, bytes: await promisify(gunzip)(found.bytes, { maxOutputLength: maxBytes }) };
      } catch {
        yield { entry, problem: problem('bad-data/entry-damaged', {}) };
      }
    }
  }
}

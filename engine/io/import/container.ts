import { open } from 'node:fs/promises';
import type { EncodingId } from '../../data/encodings.js';
import { failure, problem, ProblemError, type Place, type Problem } from '../../base/problem.js';

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

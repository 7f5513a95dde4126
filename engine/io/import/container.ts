import { open } from 'node:fs/promises';
import { LoomError } from '../../base/errors.js';

/** A file inside a folder or an archive. */
export interface Entry {
  /** Where it is in there, `/` between; it never leads out. */
  readonly path: string;
  /** Bytes, as far as the folder or archive says. */
  readonly size: number;
}

/** A file that was passed over, and why. */
export interface Skipped {
  readonly file: string;
  readonly why: string;
}

/** What reading an entry gave. */
export type Contents =
  { readonly entry: Entry; readonly bytes: Uint8Array } | { readonly entry: Entry; readonly problem: string };

/** Something that holds files: a folder or an archive. Nothing of it is ever written to the disk. */
export interface Container {
  /** Its name for people. */
  readonly name: string;
  readonly entries: readonly Entry[];
  readonly skipped: readonly Skipped[];
  /** The file that was chosen, when that is one of the entries; they are then all files beside it. */
  readonly chosen?: Entry;
  /** The first `HEAD_BYTES` of an entry, or fewer; only of `dataFiles`. */
  readonly head: (entry: Entry) => Promise<Uint8Array>;
  /**
   * The contents of some entries one after another, in the order in which they lie. One that cannot be read,
   * or has more than `maxBytes`, comes with its problem.
   */
  readonly read: (wanted: ReadonlySet<Entry>, maxBytes: number) => AsyncGenerator<Contents>;
  readonly close: () => Promise<void>;
}

/** One kind of container, told by what the chosen thing is and how it begins. */
export interface ContainerKind {
  /** @param head the first `PROBE_BYTES` of a file, null for a folder */
  readonly recognizes: (head: Uint8Array | null) => boolean;
  /** Lists it. Throws `bad-data` or `io` when it is damaged or hostile. */
  readonly open: (path: string) => Promise<Container>;
}

/** Bytes of a file by which a container is told. */
export const PROBE_BYTES = 4096;
/** Bytes of an entry by which a format is told. */
export const HEAD_BYTES = 512;
/** Files that are listed. */
export const MAX_ENTRIES = 300_000;

const IMAGE = /\.(png|jpe?g|webp|gif|bmp|tiff?|avif)$/i;
/** Files beside images that are looked into. */
export const MAX_DATA_FILES = 200;

/** Whether a name is that of an image. */
export function isImageName(path: string): boolean {
  return IMAGE.test(path);
}

/** Entries that may be data files: the first that are no images by their name. */
export function dataFiles({ entries }: Pick<Container, 'entries'>): Entry[] {
  return entries.filter(({ path }) => !isImageName(path)).slice(0, MAX_DATA_FILES);
}

/** The last part of a path. */
export function fileName({ path }: Pick<Entry, 'path'>): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** Reads one entry whole. Throws `bad-data` when that fails. */
export async function readEntry(container: Container, entry: Entry, maxBytes: number): Promise<Uint8Array> {
  for await (const found of container.read(new Set([entry]), maxBytes)) {
    if ('bytes' in found) return found.bytes;
    throw refused(container.name, `${entry.path}: ${found.problem}`);
  }
  throw refused(container.name, `${entry.path} is not there any more`);
}

/** A failure that names the folder or archive. */
export function refused(name: string, why: string, cause?: unknown): LoomError {
  return new LoomError('bad-data', `${name}: ${why}`, { where: name, ...(cause !== undefined && { cause }) });
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

import { failure, problem, type Problem } from '../../base/problem.js';
import {
  beginning,
  isSystemName,
  MAX_ENTRIES,
  PROBE_BYTES,
  SYSTEM_FILE,
  type ContainerKind,
  type Entry,
  type Skipped,
} from './container.js';

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

import { MAX_ENTRIES, refused, type Entry, type Skipped } from './container.js';

/** What an archive says that an entry is. */
export type EntryKind = 'file' | 'folder' | 'link' | 'other';

const MOST_SKIPPED = 1000;
const MAX_PATH = 1024;

/**
 * What unpacks to more than this is taken for a bomb: images and their archives do not shrink so far.
 * @param packed the archive's bytes
 */
export function unpackedLimit(packed: number): number {
  return Math.max(256 * 2 ** 20, packed * 100);
}

/** Collects an archive's entries, with the checks that every archive needs. */
export class Listing<E extends Entry> {
  readonly entries: E[] = [];
  readonly skipped: Skipped[] = [];
  readonly #paths = new Set<string>();
  #seen = 0;

  constructor(private readonly archive: string) {}

  /**
   * Takes an entry up when it is an ordinary file that is not hidden; what else is left out is noted, and null.
   * Throws `bad-data` when its name leads out of the archive, or there are too many.
   */
  add(raw: string, kind: EntryKind, make: (path: string) => E): E | null {
    if (++this.#seen > MAX_ENTRIES) {
      throw refused(this.archive, `it has more than ${MAX_ENTRIES.toLocaleString('en-US')} entries`);
    }
    const path = plainPath(raw, this.archive);
    if (kind === 'folder' || path === null) return null;
    if (kind === 'link') return this.skip(path, 'a link; links are not followed');
    if (kind === 'other') return this.skip(path, 'neither a file nor a folder');
    if (this.#paths.has(path)) return this.skip(path, 'the archive has another file of this name');
    this.#paths.add(path);
    const entry = make(path);
    this.entries.push(entry);
    return entry;
  }

  /** Notes a file that is left out. */
  skip(file: string, why: string): null {
    if (this.skipped.length < MOST_SKIPPED) this.skipped.push({ file, why });
    return null;
  }
}

/** An entry's name with `/` between its parts; null for what is hidden. Throws when it leads out. */
function plainPath(raw: string, archive: string): string | null {
  const path = raw.replaceAll('\\', '/');
  const parts = path.split('/').filter((part) => part !== '' && part !== '.');
  if (path.startsWith('/') || /^[a-z]:/i.test(path) || parts.includes('..') || path.includes('\0')) {
    throw refused(archive, `the entry ${shown(raw)} leads out of the archive; nothing was read from it`);
  }
  if (path.length > MAX_PATH) throw refused(archive, `the entry ${shown(raw)} has an absurdly long name`);
  const hidden = parts.some((part) => part.startsWith('.') || part === '__MACOSX');
  return hidden || parts.length === 0 ? null : parts.join('/');
}

/** A name from an untrusted archive, fit for a message. */
function shown(raw: string): string {
  const short = raw.length > 80 ? `${raw.slice(0, 80)}…` : raw;
  return `“${short.replace(/\p{Cc}/gu, '·')}”`;
}

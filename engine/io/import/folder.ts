import { lstat, readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { failure, problem, problemOf } from '../../base/problem.js';
import { readBounded, systemError } from '../files.js';
import {
  beginning,
  HEAD_BYTES,
  isSystemName,
  MAX_ENTRIES,
  type Container,
  type ContainerKind,
  type Contents,
  type Entry,
  SYSTEM_FILE,
  type Skipped,
} from './container.js';

/** Maximum depth of nested folders. */
const MAX_DEPTH = 8;
/** Number of concurrent `lstat` calls. */
const AT_ONCE = 64;

/** A folder and its contents, without hidden files and links, so nothing outside it is read. */
export const folder: ContainerKind = {
  recognizes: (head) => head === null,
  open: async (path) => {
    const found: Found = { entries: [], skipped: [] };
    await walk(path, '', MAX_DEPTH, found);
    return container(path, basename(path), found);
  },
};

/** A file that isn't an archive, with the files next to it, because data sets often consist of several. */
export const file: ContainerKind = {
  recognizes: () => true,
  open: async (path) => {
    const found: Found = { entries: [], skipped: [] };
    await walk(dirname(path), '', 0, found);
    const chosen = found.entries.find((entry) => entry.path === basename(path));
    if (!chosen) throw failure('io/not-a-file', {});
    // Only the first `MAX_DATA_FILES` are inspected, so the chosen file goes first.
    const entries = [chosen, ...found.entries.filter((entry) => entry !== chosen)];
    return { ...container(dirname(path), basename(path), { entries, skipped: [] }), chosen };
  },
};

interface Found {
  readonly entries: Entry[];
  readonly skipped: Skipped[];
}

async function walk(root: string, inside: string, depth: number, found: Found): Promise<void> {
  const listed = await readdir(join(root, inside), { withFileTypes: true }).catch((cause: unknown) => {
    if (inside === '') throw cause;
    found.skipped.push({ file: inside, why: problem('io/unreadable', systemError(cause)) });
    return [];
  });
  const files: string[] = [];
  for (const entry of listed.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = inside === '' ? entry.name : `${inside}/${entry.name}`;
    if (isSystemName(entry.name)) found.skipped.push({ file: path, why: SYSTEM_FILE });
    else if (entry.isFile()) files.push(path);
    else if (entry.isSymbolicLink()) {
      found.skipped.push({ file: path, why: problem('bad-data/skipped-link', {}) });
    } else if (!entry.isDirectory()) {
      found.skipped.push({ file: path, why: problem('bad-data/skipped-special', {}) });
    } else if (depth > 0) {
      const before = found.entries.length + found.skipped.length;
      await walk(root, path, depth - 1, found);
      if (found.entries.length + found.skipped.length === before) {
        found.skipped.push({ file: path, why: problem('bad-data/skipped-empty-folder', {}) });
      }
    }
  }
  if (found.entries.length + files.length > MAX_ENTRIES) {
    throw failure('bad-data/too-many-files', { most: MAX_ENTRIES });
  }
  for (let at = 0; at < files.length; at += AT_ONCE) {
    const some = files.slice(at, at + AT_ONCE);
    const facts = await Promise.all(some.map((path) => lstat(join(root, path)).catch(() => null)));
    some.forEach((path, i) => {
      const fact = facts[i];
      if (fact?.isFile()) found.entries.push({ path, size: fact.size });
    });
  }
}

function container(root: string, name: string, { entries, skipped }: Found): Container {
  return {
    name,
    entries,
    skipped,
    head: (entry) => beginning(join(root, entry.path), HEAD_BYTES).catch(() => new Uint8Array(0)),
    read: (wanted, maxBytes) => readAll(root, entries, wanted, maxBytes),
    close: () => Promise.resolve(),
  };
}

async function* readAll(
  root: string,
  entries: readonly Entry[],
  wanted: ReadonlySet<Entry>,
  maxBytes: number,
): AsyncGenerator<Contents> {
  for (const entry of entries) {
    if (!wanted.has(entry)) continue;
    try {
      yield { entry, bytes: await readBounded(join(root, entry.path), maxBytes) };
    } catch (error) {
      yield { entry, problem: { ...problemOf(error), where: null } };
    }
  }
}

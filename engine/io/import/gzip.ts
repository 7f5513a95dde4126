import { promisify } from 'node:util';
import { constants, gunzip, gunzipSync } from 'node:zlib';
import { problem } from '../../base/problem.js';
import type { Container, Contents, Entry } from './container.js';

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

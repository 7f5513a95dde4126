import { promisify } from 'node:util';
import { constants, gunzip, gunzipSync } from 'node:zlib';
import type { Container, Contents, Entry } from './container.js';

/** Whether bytes begin as those of gzip. */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/** What the beginning of a gzip file unpacks to; empty where it is damaged. */
export function gunzipHead(head: Uint8Array): Uint8Array {
  try {
    return gunzipSync(head, { finishFlush: constants.Z_SYNC_FLUSH });
  } catch {
    return new Uint8Array(0);
  }
}

const SUFFIX = /\.gz$/i;

/** The same container with its gzipped files as if they were not; where a file is there both ways, once. */
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
      } catch (problem) {
        yield { entry, problem: `it cannot be unpacked: ${(problem as Error).message}` };
      }
    }
  }
}

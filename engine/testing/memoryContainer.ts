import type { Container, Entry } from '../io/import/container.js';
import { HEAD_BYTES } from '../io/import/container.js';

/** A container whose files are in memory. */
export function memoryContainer(files: Readonly<Record<string, Uint8Array>>): Container {
  const entries = Object.entries(files).map(([path, { length }]) => ({ path, size: length }));
  return {
    name: 'memory',
    entries,
    skipped: [],
    head: ({ path }) => Promise.resolve(files[path]!.subarray(0, HEAD_BYTES)),
    read: async function* (wanted: ReadonlySet<Entry>) {
      for (const entry of entries) {
        if (wanted.has(entry)) yield await Promise.resolve({ entry, bytes: files[entry.path]! });
      }
    },
    close: () => Promise.resolve(),
  };
}

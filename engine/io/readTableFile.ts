import { readBounded } from './readBounded.js';

/** A larger file would exceed the limit on cells. */
const MAX_TABLE_BYTES = 32 * 2 ** 20;

/** Reads a text table's bytes. Throws `io` if it can't be read, `bad-data` if it is too large. */
export function readTableFile(path: string): Promise<Uint8Array> {
  return readBounded(path, MAX_TABLE_BYTES);
}

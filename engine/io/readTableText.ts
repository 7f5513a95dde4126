import { basename } from 'node:path';
import { decodeText } from '../data/csv/parse.js';
import { readBounded } from './readBounded.js';

/** A larger file would exceed the limit on cells. */
const MAX_TABLE_BYTES = 32 * 2 ** 20;

/** Reads a text table. Throws `io` if it can't be read, `bad-data` if it is too large or in an unknown encoding. */
export async function readTableText(path: string): Promise<string> {
  return decodeText(await readBounded(path, MAX_TABLE_BYTES), basename(path));
}

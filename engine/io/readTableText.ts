import { basename } from 'node:path';
import { decodeText, encodingOf } from '../data/csv/parse.js';
import { readBounded } from './readBounded.js';

/** A larger file would exceed the limit on cells. */
const MAX_TABLE_BYTES = 32 * 2 ** 20;

/** A table's text, and the encoding it was read in. */
export interface TableText {
  readonly text: string;
  readonly encoding: string;
}

/** Reads a text table. Throws `io` if it can't be read, `bad-data` if it is too large or in an unknown encoding. */
export async function readTableText(path: string): Promise<TableText> {
  const bytes = await readBounded(path, MAX_TABLE_BYTES);
  return { text: decodeText(bytes, basename(path)), encoding: encodingOf(bytes) };
}

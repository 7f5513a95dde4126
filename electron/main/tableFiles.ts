import { extname } from 'node:path';

/** File extensions of text tables. */
export const TABLE_ENDINGS = ['csv', 'tsv', 'tab', 'txt', 'data', 'dat'];

/** True if a path has the extension of a text table. */
export function isTableFile(path: string): boolean {
  return TABLE_ENDINGS.includes(extname(path).slice(1).toLowerCase());
}

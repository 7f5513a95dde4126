import { extname } from 'node:path';

/** How the names of text tables end. */
export const TABLE_ENDINGS = ['csv', 'tsv', 'txt'];

/** Whether a file's name is that of a text table. */
export function isTableFile(path: string): boolean {
  return TABLE_ENDINGS.includes(extname(path).slice(1).toLowerCase());
}

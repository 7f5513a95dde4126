import { extname } from 'node:path';

/** File extensions of text tables. */
export const TABLE_EXTENSIONS = ['csv', 'tsv', 'tab', 'txt', 'data', 'dat'];

/** True if a path has the extension of a text table. */
export const isTable = (path: string): boolean =>
  TABLE_EXTENSIONS.includes(extname(path).slice(1).toLowerCase());

import { DELIMITERS } from '../../engine/data/csv/table.js';
import { z } from '../../engine/base/zod.js';
import { channel, nothing, title } from './define.js';

const importedTable = z.strictObject({
  /** The file's name without its ending. */
  name: title,
  rows: z.int().min(1),
  delimiter: z.enum(DELIMITERS),
  /** Whether the first row has the names. */
  headed: z.boolean(),
  columns: z.array(
    z.strictObject({
      name: title,
      /** NaN where a cell is empty; null for a column of text. */
      values: z.instanceof(Float64Array).nullable(),
      /** Of a column of text: its kinds, and which each row has, −1 for none; null when they are too many. */
      texts: z
        .strictObject({ kinds: z.array(z.string().max(200)), rows: z.instanceof(Int32Array) })
        .nullable(),
      missing: z.int().min(0),
      /** The first cells as they are written. */
      sample: z.array(z.string().max(200)).max(20),
    }),
  ),
});

/** Data sets on this machine. */
export const dataChannels = {
  /** Asks for the archive of CIFAR-10, checks it and puts its files in place; null when cancelled. */
  'data.chooseArchive': channel(nothing, z.literal(true).nullable()),
  /** Downloads CIFAR-10 from its author, checks it and puts its files in place; `downloadProgress` tells bytes. */
  'data.download': channel(nothing, z.literal(true)),
  'data.cancelDownload': channel(nothing, z.null()),
  /** Asks for a text table (CSV, TSV), or takes what was dropped, and reads it; null when cancelled. */
  'data.openTable': channel(z.enum(['file', 'dropped']), importedTable.nullable()),
  /** Reads the table that was opened last again, otherwise. */
  'data.readTable': channel(
    z.strictObject({ delimiter: z.enum(DELIMITERS), headed: z.boolean() }),
    importedTable,
  ),
};

/** A text table as it was read. */
export type ImportedTable = z.output<typeof importedTable>;

import { DELIMITERS } from '../../engine/data/csv/table.js';
import { z } from '../../engine/base/zod.js';
import { channel, title } from './define.js';

const importedTable = z.strictObject({
  /** The file's name without its extension. */
  name: title,
  rows: z.int().min(1),
  delimiter: z.enum(DELIMITERS),
  /** True if the first row contains the column names. */
  headed: z.boolean(),
  /** Number of lines that do not belong to the table, and the first one. */
  passedOver: z
    .strictObject({
      count: z.int().min(1),
      why: z.enum(['comment', 'total', 'ragged']),
      line: z.int().min(1),
      found: z.int(),
      expected: z.int(),
    })
    .nullable(),
  columns: z.array(
    z.strictObject({
      name: title,
      /** NaN for empty cells; null for a text column. */
      values: z.instanceof(Float64Array).nullable(),
      /** A text column's distinct texts and each row's index into them (−1 if empty); null if too many. */
      texts: z
        .strictObject({ kinds: z.array(z.string().max(200)), rows: z.instanceof(Int32Array) })
        .nullable(),
      missing: z.int().min(0),
      /** Cells that are neither empty nor readable, and the first one. */
      unreadable: z
        .strictObject({ count: z.int().min(1), line: z.int().min(1), cell: z.string().max(200) })
        .nullable(),
      /** The first cells, as written in the file. */
      sample: z.array(z.string().max(200)).max(20),
    }),
  ),
});

/** Text tables on this machine. */
export const dataChannels = {
  /** Asks for a text table (CSV, TSV), or uses the dropped file, and reads it; null when canceled. */
  'data.openTable': channel(z.enum(['file', 'dropped']), importedTable.nullable()),
  /** Reads the last opened table again with another delimiter or header setting. */
  'data.readTable': channel(
    z.strictObject({ delimiter: z.enum(DELIMITERS), headed: z.boolean() }),
    importedTable,
  ),
};

/** A parsed text table. */
export type ImportedTable = z.output<typeof importedTable>;

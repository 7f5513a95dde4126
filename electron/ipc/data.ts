import { z } from '../../engine/base/zod.js';
import { DECIMAL_MARKS, DELIMITERS } from '../../engine/data/csv/table.js';
import { ENCODING_IDS } from '../../engine/data/encodings.js';
import { importedTableSchema, refusedTableSchema, unreadTableSchema } from '../../engine/data/tableForm.js';
import { channel } from './define.js';

const tableSchema = z.union([importedTableSchema, unreadTableSchema]);

/** Text tables on this machine. */
export const dataChannels = {
  /** Asks for a text table (CSV, TSV), or uses the dropped file, and reads it; null when canceled. */
  'data.openTable': channel(
    z.enum(['file', 'dropped']),
    z.union([importedTableSchema, unreadTableSchema, refusedTableSchema]).nullable(),
  ),
  /** Reads the last opened table again with other settings. */
  'data.readTable': channel(
    z.strictObject({
      encoding: z.enum(ENCODING_IDS),
      delimiter: z.enum(DELIMITERS).nullable(),
      headed: z.boolean().nullable(),
      decimal: z.enum(DECIMAL_MARKS).nullable(),
      keepUnits: z.boolean(),
    }),
    tableSchema,
  ),
};

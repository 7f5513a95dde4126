import { z } from '../../engine/base/zod.js';
import { DELIMITERS } from '../../engine/data/csv/table.js';
import { importedTableSchema } from '../../engine/data/importedTable.js';
import { channel } from './define.js';

/** Text tables on this machine. */
export const dataChannels = {
  /** Asks for a text table (CSV, TSV), or uses the dropped file, and reads it; null when canceled. */
  'data.openTable': channel(z.enum(['file', 'dropped']), importedTableSchema.nullable()),
  /** Reads the last opened table again with another delimiter or header setting. */
  'data.readTable': channel(
    z.strictObject({ delimiter: z.enum(DELIMITERS), headed: z.boolean() }),
    importedTableSchema,
  ),
};

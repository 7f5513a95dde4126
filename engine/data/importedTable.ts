import { z } from '../base/zod.js';
import { DELIMITERS } from './csv/table.js';
import { ENCODING_IDS } from './encodings.js';

const title = z.string().max(500);

/** Schema of a text table as read for a new project. */
export const importedTableSchema = z.strictObject({
  /** The file's name without its extension. */
  name: title,
  rows: z.int().min(1),
  /** Such as `utf-8`. */
  encoding: z.enum(ENCODING_IDS),
  /** Characters that the encoding does not have, and the line of the first; U+FFFD in the cells. */
  broken: z.strictObject({ count: z.int().min(1), line: z.int().min(1) }).nullable(),
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

/** A text table as read for a new project. */
export type ImportedTable = z.output<typeof importedTableSchema>;

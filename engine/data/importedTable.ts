import { problemSchema } from '../base/problem.js';
import { z } from '../base/zod.js';
import { DELIMITERS } from './csv/table.js';
import { ENCODING_IDS } from './encodings.js';

const title = z.string().max(500);

/** A text table's file, and the settings that it was read with. */
const file = {
  /** The file's name without its extension. */
  name: title,
  /** Such as `utf-8`. */
  encoding: z.enum(ENCODING_IDS),
  delimiter: z.enum(DELIMITERS),
  /** True if the first row contains the column names. */
  headed: z.boolean(),
};

/** Schema of a text table as read for a new project. */
export const importedTableSchema = z.strictObject({
  ...file,
  rows: z.int().min(1),
  /** Characters that the encoding does not have, and the line of the first; U+FFFD in the cells. */
  broken: z.strictObject({ count: z.int().min(1), line: z.int().min(1) }).nullable(),
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

/** Schema of a file that is no table with these settings: the problem, and the lines to see it by. */
export const unreadTableSchema = z.strictObject({
  ...file,
  problem: problemSchema,
  /** The first lines, or those around the problem, by their numbers in the file. */
  lines: z.array(z.strictObject({ line: z.int().min(1), text: z.string().max(200) })).max(20),
});

/** A text table as read for a new project. */
export type ImportedTable = z.output<typeof importedTableSchema>;
/** A file that is no table with the settings it was read with. */
export type UnreadTable = z.output<typeof unreadTableSchema>;

import { problemSchema } from '../base/problem.js';
import { z } from '../base/zod.js';

import { DECIMAL_MARKS, DELIMITERS, MAX_CELLS, NAMINGS } from './csv/table.js';
import { ENCODING_IDS } from './encodings.js';

/** Uses of cells that are neither empty nor readable: they are empty, their rows are left out, or their column is text. */
export const UNREADABLE_USES = ['empty', 'omit', 'text'] as const;
/** A use of cells that are not readable. */
export type UnreadableUse = (typeof UNREADABLE_USES)[number];

/** Schema of a file's encoding, delimiter and header. */
const fileForm = {
  /** Such as `utf-8`. */
  encoding: z.enum(ENCODING_IDS),
  delimiter: z.enum(DELIMITERS),
  /** True if the first row contains the column names. */
  headed: z.boolean(),
};

/** Schema of lines of a file that are no rows, such as titles and totals. */
const skippedLines = z.array(z.int().min(1)).max(MAX_CELLS).readonly();

/** Schema of the form of a column's numbers. */
const numberFormSchema = z.strictObject({
  decimal: z.enum(DECIMAL_MARKS),
  /** In lower case; empty for none. */
  unit: z.string().max(20),
});

/** Schema of how a table was read from its file: enough to read it again in the same way. */
export const tableFormSchema = z.strictObject({
  ...fileForm,
  skipped: skippedLines,
  /** Absent for usual names. */
  names: z.enum(NAMINGS).optional(),
  /** Columns whose numbers are not written as in program code, or with cells that were not readable. */
  columns: z
    .array(
      z.strictObject({
        name: z.string().min(1).max(200),
        form: numberFormSchema.nullable(),
        unreadable: z.enum(UNREADABLE_USES).nullable(),
      }),
    )
    .max(10_000),
});

/** The form in which a table was read from its file, without the file's name and cells. */
export type TableForm = z.output<typeof tableFormSchema>;

/** The form without the columns that are not in use. */
export function formOfColumns(form: TableForm, isUsed: (name: string) => boolean): TableForm {
  return { ...form, columns: form.columns.filter(({ name }) => isUsed(name)) };
}

const title = z.string().max(500);

/** A text table's file, and the settings that it was read with. */
const file = {
  /** The file's name without its extension. */
  name: title,
  ...fileForm,
};

/** A text column's distinct texts, and each row's index into them, −1 if empty. */
const texts = z.strictObject({ kinds: z.array(z.string().max(200)), rows: z.instanceof(Int32Array) });

/** Schema of a text table as read for a new project. */
export const importedTableSchema = z.strictObject({
  ...file,
  rows: z.int().min(1),
  /** The decimal mark that was chosen; null to detect it. */
  decimal: z.enum(DECIMAL_MARKS).nullable(),
  /** The first row has no name for the column of the rows' names, or is a comment; null for usual names. */
  names: z.enum(NAMINGS).nullable(),
  /** The line with units or more names; null if there is none. */
  units: z.int().min(1).nullable(),
  /** True if rows with units or more names are kept as data. */
  keepUnits: z.boolean(),
  /** Characters that the encoding does not have, and the line of the first; U+FFFD in the cells. */
  broken: z.strictObject({ count: z.int().min(1), line: z.int().min(1) }).nullable(),
  /** Number of lines that do not belong to the table, and the first one. */
  passedOver: z
    .strictObject({
      count: z.int().min(1),
      why: z.enum(['comment', 'total', 'units', 'ragged']),
      line: z.int().min(1),
      found: z.int(),
      expected: z.int(),
    })
    .nullable(),
  skipped: skippedLines,
  columns: z.array(
    z.strictObject({
      name: title,
      /** NaN for empty cells; null for a text column. */
      values: z.instanceof(Float64Array).nullable(),
      /** Null for text, and for numbers as in program code. */
      form: numberFormSchema.nullable(),
      /** Null if too many. */
      texts: texts.nullable(),
      missing: z.int().min(0),
      /** The rows of cells that are neither empty nor readable, the first one, and the column with them as text. */
      unreadable: z
        .strictObject({
          rows: z.instanceof(Int32Array),
          line: z.int().min(1),
          cell: z.string().max(200),
          asText: texts.nullable(),
        })
        .nullable(),
      /** A cell of a column of codes, and how they are read; null for others. */
      code: z.strictObject({ cell: z.string().max(200), as: z.enum(['text', 'numbers']) }).nullable(),
      /** A cell whose mark may stand before decimals or thousands; null if the file shows it. */
      doubt: z.string().max(200).nullable(),
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

/** Schema of a file that is no text table, or too large: the problem, and its first lines if it is text. */
export const refusedTableSchema = unreadTableSchema.pick({ name: true, problem: true, lines: true });

/** A text table as read for a new project. */
export type ImportedTable = z.output<typeof importedTableSchema>;
/** A file that is no table with the settings it was read with. */
export type UnreadTable = z.output<typeof unreadTableSchema>;
/** A file that is no text table, or too large. */
export type RefusedTable = z.output<typeof refusedTableSchema>;

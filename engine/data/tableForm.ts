import { z } from '../base/zod.js';
import { DECIMAL_MARKS } from './csv/numbers.js';
import { DELIMITERS, MAX_CELLS } from './csv/table.js';
import { ENCODING_IDS } from './encodings.js';

/** Uses of cells that are neither empty nor readable: they are empty, their rows are left out, or their column is text. */
export const UNREADABLE_USES = ['empty', 'omit', 'text'] as const;
/** A use of cells that are not readable. */
export type UnreadableUse = (typeof UNREADABLE_USES)[number];

/** Schema of a file's encoding, delimiter and header. */
export const fileForm = {
  /** Such as `utf-8`. */
  encoding: z.enum(ENCODING_IDS),
  delimiter: z.enum(DELIMITERS),
  /** True if the first row contains the column names. */
  headed: z.boolean(),
};

/** Schema of lines of a file that are no rows, such as titles and totals. */
export const skippedLines = z.array(z.int().min(1)).max(MAX_CELLS).readonly();

/** Schema of the form of a column's numbers. */
export const numberFormSchema = z.strictObject({
  decimal: z.enum(DECIMAL_MARKS),
  /** In lower case; empty for none. */
  unit: z.string().max(20),
});

/** Schema of how a table was read from its file: enough to read it again in the same way. */
export const tableFormSchema = z.strictObject({
  ...fileForm,
  skipped: skippedLines,
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

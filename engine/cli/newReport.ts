import type { Problem } from '../base/problem.js';
import { z } from '../base/zod.js';
import type { ImportedImages } from '../data/imageImport.js';
import type { ImportedTable } from '../data/importedTable.js';
import type { TableChoice } from '../project/tableProject.js';
import { messageOf, sentenceOf } from '../text/index.js';
import type { Command } from './command.js';
import { hintsOf } from './hints.js';

const count = z.int().min(0);
/** Warnings and choices, as a problem's code and as a sentence. */
const notes = z.array(z.strictObject({ problem: z.string(), message: z.string() }));

const tableReportSchema = z.strictObject({
  kind: z.literal('table'),
  rows: count,
  /** True if the first row has the names of the columns. */
  header: z.boolean(),
  delimiter: z.string(),
  encoding: z.string(),
  columns: z.array(
    z.strictObject({
      name: z.string(),
      type: z.enum(['number', 'text']),
      use: z.enum(['input', 'target', 'none']),
      /** Cells that are treated as empty, and the file's line with the first one. */
      unreadable: count,
      row: count.nullable(),
    }),
  ),
  notes,
});

const imageReportSchema = z.strictObject({
  kind: z.literal('images'),
  /** Without a validation split in the files, a part of the training images is held out later. */
  classes: z.array(z.strictObject({ name: z.string(), train: count, validation: count })),
  size: count,
  channels: count,
  passedOver: z.array(z.strictObject({ reason: z.string(), count })),
  notes,
});

/** The object that `layerloom new --json` prints. */
export const newReportSchema = z.discriminatedUnion('kind', [tableReportSchema, imageReportSchema]);

/** The findings of `layerloom new`. */
export type NewReport = z.output<typeof newReportSchema>;

type Notes = NewReport['notes'];

/** Notes with the options that change what they tell. */
export function reportNotes(found: readonly Problem[], command: Pick<Command, 'name' | 'usage'>): Notes {
  return found.map((note) => ({
    problem: note.code,
    message: [messageOf(note), ...hintsOf(note.code, command)].join(' '),
  }));
}

/** The report of a table. */
export function tableReport(table: ImportedTable, { inputs, target }: TableChoice, notes: Notes): NewReport {
  const use = (name: string) => (name === target ? 'target' : inputs.includes(name) ? 'input' : 'none');
  return {
    kind: 'table',
    rows: table.rows,
    header: table.headed,
    delimiter: table.delimiter,
    encoding: table.encoding,
    columns: table.columns.map(({ name, values, unreadable }) => ({
      name,
      type: values ? 'number' : 'text',
      use: use(name),
      unreadable: unreadable?.rows.length ?? 0,
      row: unreadable?.line ?? null,
    })),
    notes,
  };
}

/** The report of imported images. */
export function imageReport({ classes, side, channels, reasons }: ImportedImages, notes: Notes): NewReport {
  return {
    kind: 'images',
    classes: classes.map(({ name, train, test }) => ({ name, train, validation: test })),
    size: side,
    channels,
    passedOver: reasons.map(({ why, count }) => ({ reason: sentenceOf(why), count })),
    notes,
  };
}

import { cellsOf, isText } from '../data/table.js';
import { expecting, issueOf } from '../base/schemaIssues.js';
import { z } from '../base/zod.js';

const MAX_ROWS = 1_000_000;
const numbers = z.array(z.number().nullable()).max(MAX_ROWS);
const texts = z
  .strictObject({
    kinds: z.array(z.string().max(200)).min(1).max(1000),
    rows: z.array(z.int().min(0).nullable()).max(MAX_ROWS),
    gaps: z.boolean().optional(),
  })
  .refine(({ kinds, rows }) => rows.every((row) => row === null || row < kinds.length), {
    ...expecting('column-rows'),
    path: ['rows'],
  });

const column = z.union([numbers, texts], expecting('column'));

/** The columns of a user's table, all of the same length; null where a cell is empty. Without rows, no cells. */
export const tableColumns = z.record(z.string().min(1).max(200), column).superRefine((found, context) => {
  const columns = Object.values(found);
  if (new Set(columns.map((one) => cellsOf(one).length)).size !== 1) {
    context.addIssue(issueOf([], { kind: 'expectation', expected: 'column-lengths' }));
  }
  for (const [name, one] of Object.entries(found)) {
    if (isText(one) || one.length === 0 || one.some((value) => value !== null)) continue;
    context.addIssue(issueOf([name], { kind: 'expectation', expected: 'column-numbers' }));
  }
});

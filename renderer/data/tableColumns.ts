import type { ImportedTable } from '../../electron/ipc/contract.js';
import { tableOfColumns } from '../../engine/data/csv/columns.js';
import type { TableDataSpec } from '../../engine/project/schema.js';

type ImportedColumn = ImportedTable['columns'][number];
type OwnTable = Extract<TableDataSpec['source'], { kind: 'inline' }>;

/** Returns whether a column can be used: it contains numbers, or text with few distinct values. */
export function isUsable({ values, texts }: ImportedColumn): boolean {
  return values !== null || texts !== null;
}

/** All usable columns, as saved in the project, including those without a role yet. */
export function usableColumns({ name, columns }: ImportedTable): OwnTable {
  return { kind: 'inline', ...tableOfColumns(name, columns) } as OwnTable;
}

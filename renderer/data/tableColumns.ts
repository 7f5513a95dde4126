import type { ImportedTable } from '../../electron/ipc/contract.js';
import type { TableDataSpec } from '../../engine/project/schema.js';

type ImportedColumn = ImportedTable['columns'][number];
type OwnTable = Extract<TableDataSpec['source'], { kind: 'inline' }>;

/** Returns whether a column can be used: it contains numbers, or text with few distinct values. */
export function isUsable({ values, texts }: ImportedColumn): boolean {
  return values !== null || texts !== null;
}

/** All usable columns, as saved in the project, including those without a role yet. */
export function usableColumns({ name, columns }: ImportedTable): OwnTable {
  const usable = columns.filter(isUsable).map((column) => [column.name, columnOf(column)] as const);
  return { kind: 'inline', name, columns: Object.fromEntries(usable) };
}

function columnOf({ values, texts }: ImportedColumn): OwnTable['columns'][string] {
  if (values) return Array.from(values, (value) => (Number.isNaN(value) ? null : value));
  const { kinds, rows } = texts!;
  return { kinds, rows: Array.from(rows, (row) => (row < 0 ? null : row)) };
}

import type { ImportedTable } from '../../electron/ipc/contract.js';
import type { TableDataSpec } from '../../engine/project/schema.js';

type ImportedColumn = ImportedTable['columns'][number];
type OwnTable = Extract<TableDataSpec['source'], { kind: 'inline' }>;

/** Whether a column can be used: numbers, or text of a few kinds. */
export function isUsable({ values, texts }: ImportedColumn): boolean {
  return values !== null || texts !== null;
}

/** Every column that can be used, as it travels in the project: one that is not used now may be later. */
export function usableColumns({ name, columns }: ImportedTable): OwnTable {
  const usable = columns.filter(isUsable).map((column) => [column.name, columnOf(column)] as const);
  return { kind: 'inline', name, columns: Object.fromEntries(usable) };
}

function columnOf({ values, texts }: ImportedColumn): OwnTable['columns'][string] {
  if (values) return Array.from(values, (value) => (Number.isNaN(value) ? null : value));
  const { kinds, rows } = texts!;
  return { kinds, rows: Array.from(rows, (row) => (row < 0 ? null : row)) };
}

import { failure, problem, type Place, type Problem } from '../base/problem.js';
import { unknownName } from '../base/names.js';
import type { TableUse } from './preparedTable.js';
import {
  asClasses,
  columnNamed,
  isText,
  rowCount,
  type Column,
  type Table,
  type TextColumn,
} from './table.js';

const usedColumns = ({ columns }: Table, { inputs, targets }: TableUse) =>
  Object.entries(columns).filter(([name]) => inputs.includes(name) || targets.includes(name));

/** The columns that a project uses. */
export function withoutUnusedColumns(table: Table, use: TableUse): Table {
  return { name: table.name, columns: Object.fromEntries(usedColumns(table, use)) };
}

/** The columns that a project uses without their cells: enough to build its model, and to check other data. */
export function withoutRows(table: Table, use: TableUse): Table {
  const described = usedColumns(table, use).map(([name, column]): [string, Column] => [
    name,
    isText(column) ? { kinds: column.kinds, rows: [], gaps: column.rows.includes(null) } : [],
  ]);
  return { name: table.name, columns: Object.fromEntries(described) };
}

/** The problem of a table that was described without its rows; null if it has some. */
export function missingRows(table: Table, { inputs, targets }: TableUse): Problem | null {
  if (rowCount(table) > 0) return null;
  const where: Place = { kind: 'project', path: ['data', 'source', 'columns'] };
  return problem('missing-data/table', { name: table.name, columns: [...inputs, ...targets] }, { where });
}

/**
 * The data of a table in the columns of one without rows, coded as there.
 * @throws ProblemError `bad-data` if a column is missing, of another type, or has values that are not known there
 */
export function fillRows(described: Table, table: Table, missing: TableUse['missing']): Table {
  const filled = Object.entries(described.columns).map(([name, wanted]): [string, Column] => {
    const read = columnNamed(table, name);
    const found = read && isText(wanted) && wereNumbers(wanted) && !isText(read) ? asClasses(read) : read;
    const where: Place = { kind: 'cell', file: table.name, row: null, column: name };
    if (!found) throw failure('bad-data/no-column', unknownName(name, Object.keys(table.columns)), { where });
    if (isText(found) !== isText(wanted)) {
      throw failure('bad-data/column-type', { expected: isText(wanted) ? 'text' : 'numbers' }, { where });
    }
    if (!isText(found)) return [name, found];
    const column = recoded(found, wanted as TextColumn, where);
    if (missing === 'fill' && !column.gaps && column.rows.includes(null)) {
      throw failure('bad-data/new-gaps', {}, { where });
    }
    return [name, column];
  });
  return { name: described.name, columns: Object.fromEntries(filled) };
}

/** True for classes that are numbers in the file. */
export const wereNumbers = ({ kinds }: Pick<TextColumn, 'kinds'>) =>
  kinds.every((kind) => String(Number(kind)) === kind);

function recoded(found: TextColumn, wanted: TextColumn, where: Place): TextColumn {
  const unknown = found.kinds.filter((kind) => !wanted.kinds.includes(kind));
  if (unknown.length > 0)
    throw failure('bad-data/unknown-values', { found: unknown, known: wanted.kinds }, { where });
  return {
    kinds: wanted.kinds,
    rows: found.rows.map((row) => (row === null ? null : wanted.kinds.indexOf(found.kinds[row]!))),
    gaps: wanted.gaps,
  };
}

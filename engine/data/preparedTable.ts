import { unknownName } from '../base/names.js';
import { failure, type Place, problem, type Problem } from '../base/problem.js';
import {
  asClasses,
  cellsOf,
  type Column,
  columnNamed,
  isText,
  rowCount,
  type Table,
  type TextColumn,
} from './table.js';

/** A project's use of its table: columns by name, and the treatment of rows with empty input cells. */
export interface TableUse {
  readonly inputs: readonly string[];
  readonly targets: readonly string[];
  /** `drop` by default. */
  readonly missing?: 'drop' | 'fill' | undefined;
}

/** A column with one number per used row. */
export interface Feature {
  readonly name: string;
  readonly values: readonly number[];
}

/** An input column as it is in the table, and what its cells become. */
export interface InputColumn {
  readonly name: string;
  /** Numbers, or indices of texts; null where a cell is empty. */
  readonly cells: readonly (number | null)[];
  /** The texts for which the model has an input, `''` for empty cells; null for a column of numbers. */
  readonly texts: readonly string[] | null;
  /** The number in place of an empty cell, if there is one. */
  readonly fill: number | null;
}

/** A table prepared for training. */
export interface PreparedTable {
  /** Indices of the used rows in the table. */
  readonly rows: readonly number[];
  /** The used rows of the input columns, and what becomes of them. */
  readonly columns: readonly InputColumn[];
  readonly inputs: readonly Feature[];
  readonly targets:
    | { readonly kind: 'values'; readonly columns: readonly Feature[] }
    | { readonly kind: 'classes'; readonly names: readonly string[]; readonly labels: readonly number[] };
}

/**
 * Converts the used columns to numbers. Text inputs are one-hot encoded, with a column such as `wood=oak` for each
 * distinct value; a text target is a class. Rows with an empty target are dropped. Rows with an empty input are
 * dropped too, or filled: numbers with the column's mean, text with a value of its own.
 * @throws `bad-project` for a column that does not exist, or targets that cannot be combined
 */
export function prepareTable(table: Table, use: TableUse): PreparedTable {
  const inputs = use.inputs.map((name, i) => columnOf(table, name, ['data', 'inputs', i]));
  const targets = use.targets.map((name, i) => columnOf(table, name, ['data', 'targets', i]));
  const needed = use.missing === 'fill' ? targets : [...inputs, ...targets];
  const rows = Array.from({ length: rowCount(table) }, (_, row) => row).filter((row) =>
    needed.every((column) => cellsOf(column)[row] !== null),
  );
  const columns = use.inputs.map((name, i) => inputColumn(name, inputs[i]!, rows, use));
  const [only] = targets;
  if (targets.some(isText) && (targets.length > 1 || !only || !isText(only))) {
    throw failure('bad-project/text-targets', {}, { where: { kind: 'project', path: ['data', 'targets'] } });
  }
  return {
    rows,
    columns,
    inputs: columns.flatMap(features),
    targets:
      only && isText(only)
        ? { kind: 'classes', names: only.kinds, labels: rows.map((row) => only.rows[row]!) }
        : {
            kind: 'values',
            columns: use.targets.map((name, i) => ({
              name,
              values: pick(cellsOf(targets[i]!) as readonly number[], rows),
            })),
          },
  };
}

/** Number of inputs of the model. Without `fill`, it does not depend on the cells. */
export function inputWidth(table: Table, { inputs, missing }: TableUse): number {
  return inputs.reduce((sum, name) => {
    const column = columnNamed(table, name);
    if (!column || !isText(column)) return sum + 1;
    return sum + column.kinds.length + Number(hasGaps(column, missing));
  }, 0);
}

const hasGaps = (column: TextColumn, missing: TableUse['missing']) =>
  missing === 'fill' && (column.gaps ?? column.rows.includes(null));

function columnOf(table: Table, name: string, path: readonly (string | number)[]): Column {
  const column = columnNamed(table, name);
  if (column) return column;
  const unknown = unknownName(name, Object.keys(table.columns));
  throw failure('bad-project/column', unknown, { where: { kind: 'project', path } });
}

function inputColumn(
  name: string,
  column: Column,
  rows: readonly number[],
  { missing }: TableUse,
): InputColumn {
  const cells = pick(cellsOf(column), rows);
  if (isText(column)) {
    return {
      name,
      cells,
      texts: hasGaps(column, missing) ? [...column.kinds, ''] : column.kinds,
      fill: null,
    };
  }
  const known = column.filter((value) => value !== null);
  const mean = known.reduce((sum, value) => sum + value, 0) / known.length;
  return { name, cells, texts: null, fill: missing === 'fill' ? mean : null };
}

/** The inputs of the model that a column becomes. */
function features({ name, cells, texts, fill }: InputColumn): Feature[] {
  const names = featureNames({ name, texts });
  if (!texts) return [{ name, values: cells.map((cell) => cell ?? fill!) }];
  const empty = texts.indexOf('');
  return names.map((feature, i) => ({
    name: feature,
    values: cells.map((cell) => Number((cell ?? empty) === i)),
  }));
}

/** Names of the model's inputs that a column becomes. */
export function featureNames({ name, texts }: Pick<InputColumn, 'name' | 'texts'>): readonly string[] {
  return texts?.map((text) => (text === '' ? `${name} is empty` : `${name}=${text}`)) ?? [name];
}

const pick = <T>(cells: readonly T[], rows: readonly number[]) => rows.map((row) => cells[row]!);

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

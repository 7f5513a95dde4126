import { failure } from '../base/problem.js';
import { unknownName } from '../base/names.js';
import { cellsOf, columnNamed, isText, rowCount, type Column, type Table, type TextColumn } from './table.js';

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

/** A table prepared for training. */
export interface PreparedTable {
  /** Indices of the used rows in the table. */
  readonly rows: readonly number[];
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
  const filled = use.inputs.flatMap((name, i) => features(name, inputs[i]!, rows, use));
  const [only] = targets;
  if (targets.some(isText) && (targets.length > 1 || !only || !isText(only))) {
    throw failure('bad-project/text-targets', {}, { where: { kind: 'project', path: ['data', 'targets'] } });
  }
  return {
    rows,
    inputs: filled,
    targets:
      only && isText(only)
        ? { kind: 'classes', names: only.kinds, labels: rows.map((row) => only.rows[row]!) }
        : {
            kind: 'values',
            columns: use.targets.map((name, i) => ({ name, values: pick(cellsOf(targets[i]!), rows) })),
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

function features(name: string, column: Column, rows: readonly number[], { missing }: TableUse): Feature[] {
  if (!isText(column)) {
    const known = column.filter((value) => value !== null);
    const mean = known.reduce((sum, value) => sum + value, 0) / known.length;
    return [{ name, values: rows.map((row) => column[row] ?? mean) }];
  }
  const ones = (kind: number | null) => rows.map((row) => Number(column.rows[row] === kind));
  const found = column.kinds.map((kind, i) => ({ name: `${name}=${kind}`, values: ones(i) }));
  return hasGaps(column, missing) ? [...found, { name: `${name} is empty`, values: ones(null) }] : found;
}

const pick = (cells: readonly (number | null)[], rows: readonly number[]) => rows.map((row) => cells[row]!);

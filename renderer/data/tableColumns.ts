import type { ImportedTable } from '../../electron/ipc/contract.js';

/** What is made of a table. */
export interface TableChoice {
  readonly inputs: readonly string[];
  readonly target: string;
  /** What happens to rows with an empty cell in a column that is used. */
  readonly missing: 'drop' | 'fill';
  readonly standardize: boolean;
}

type Column = ImportedTable['columns'][number];

/** Whether a column can go in: numbers, or text of a few kinds. */
export function isUsable({ values, texts }: Column): boolean {
  return values !== null || texts !== null;
}

/** The rows that stay: all of them, unless those with empty cells are dropped. */
export function keptRows(table: ImportedTable, choice: TableChoice): number[] {
  const used = usedColumns(table, choice);
  const all = Array.from({ length: table.rows }, (_, row) => row);
  return choice.missing === 'fill' ? all : all.filter((row) => used.every((column) => !isEmpty(column, row)));
}

/**
 * The used columns as numbers, in the table's order. Text becomes a column of zeros and ones for each of its
 * kinds (one-hot), `wood=oak`; where cells are to be filled, an empty one is a kind of its own, and an empty
 * number is the mean.
 */
export function numbersOf(table: ImportedTable, choice: TableChoice): Record<string, number[]> {
  const rows = keptRows(table, choice);
  const found: Record<string, number[]> = {};
  for (const column of usedColumns(table, choice)) {
    for (const [name, values] of column.values ? filled(column, rows) : oneHot(column, rows)) {
      let free = name;
      for (let n = 2; free in found; n++) free = `${name} ${n}`;
      found[free] = values;
    }
  }
  return found;
}

const EMPTY = -1;

function filled({ name, values }: Column, rows: readonly number[]): [string, number[]][] {
  const own = values!;
  const known = own.filter((value) => !Number.isNaN(value));
  const mean = known.reduce((sum, value) => sum + value, 0) / known.length;
  return [[name, rows.map((row) => (Number.isNaN(own[row]!) ? mean : own[row]!))]];
}

function oneHot({ name, texts }: Column, rows: readonly number[]): [string, number[]][] {
  const { kinds, rows: kindOf } = texts!;
  const ones = (kind: number) => rows.map((row) => Number(kindOf[row] === kind));
  const found = kinds.map((kind, i): [string, number[]] => [`${name}=${kind}`, ones(i)]);
  return rows.some((row) => kindOf[row] === EMPTY) ? [...found, [`${name} is empty`, ones(EMPTY)]] : found;
}

function usedColumns({ columns }: ImportedTable, { inputs, target }: TableChoice): Column[] {
  return columns.filter(({ name }) => name === target || inputs.includes(name));
}

function isEmpty({ values, texts }: Column, row: number): boolean {
  return values ? Number.isNaN(values[row]!) : texts?.rows[row] === EMPTY;
}

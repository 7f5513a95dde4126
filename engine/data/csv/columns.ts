import type { Column, Table } from '../table.js';
import type { CsvTable } from './table.js';

/** A usable column: numbers, or text with few distinct values. */
export interface CsvColumn {
  readonly name: string;
  /** NaN where a cell is empty; null for a text column. */
  readonly values: Float64Array<ArrayBuffer> | null;
  /** Distinct texts, and the index of each row's, −1 where it is empty; null if there are too many. */
  readonly texts: { readonly kinds: readonly string[]; readonly rows: Int32Array<ArrayBuffer> } | null;
  /** Number of empty cells. */
  readonly missing: number;
}

/** Text with more distinct values is names or remarks, not categories. */
const MAX_KINDS = 100;
/** Longer text is prose. */
const MAX_KIND_LENGTH = 60;

/** A table of its usable columns. */
export function tableOfColumns(
  name: string,
  columns: readonly Pick<CsvColumn, 'name' | 'values' | 'texts'>[],
): Table {
  const usable = columns.flatMap(({ name: column, values, texts }): [string, Column][] => {
    if (values) return [[column, Array.from(values, (value) => (Number.isNaN(value) ? null : value))]];
    if (!texts) return [];
    return [[column, { kinds: texts.kinds, rows: Array.from(texts.rows, (row) => (row < 0 ? null : row)) }]];
  });
  return { name, columns: Object.fromEntries(usable) };
}

/** The columns of a table, numeric if every nonempty cell is a number. */
export function csvColumns({ header, rows }: CsvTable): CsvColumn[] {
  return header.map((name, i) => {
    const cells = rows.map((row) => row[i]!);
    const missing = cells.filter(isMissing).length;
    const numeric = missing < cells.length && cells.every((cell) => isMissing(cell) || isNumber(cell));
    return {
      name,
      values: numeric ? Float64Array.from(cells, (cell) => (isMissing(cell) ? NaN : toNumber(cell))) : null,
      texts: numeric ? null : textsOf(cells),
      missing,
    };
  });
}

function textsOf(cells: readonly string[]): CsvColumn['texts'] {
  const numbers = new Map<string, number>();
  const rows = Int32Array.from(cells, (cell) => {
    if (isMissing(cell)) return -1;
    const known = numbers.get(cell) ?? numbers.size;
    numbers.set(cell, known);
    return known;
  });
  const longest = Math.max(0, ...[...numbers.keys()].slice(0, MAX_KINDS).map((kind) => kind.length));
  return numbers.size === 0 || numbers.size > MAX_KINDS || longest > MAX_KIND_LENGTH
    ? null
    : { kinds: [...numbers.keys()], rows };
}

/** Words that mean "no value" in tables. */
const MISSING = new Set(['', 'na', 'n/a', 'nan', 'null', 'none', '-', '?']);
const NUMBER = /^[+-]?(\d+([.,]\d*)?|[.,]\d+)(e[+-]?\d+)?$/i;

/** True if a cell has no value. */
export function isMissing(cell: string): boolean {
  return MISSING.has(cell.toLowerCase());
}

/** True if a cell is a number. */
export function isNumber(cell: string): boolean {
  return NUMBER.test(cell) && Number.isFinite(toNumber(cell));
}

/** Accepts a decimal comma: files that use it separate cells by semicolons. */
function toNumber(cell: string): number {
  return Number(cell.replace(',', '.'));
}

import type { CsvTable } from './table.js';

/** A column as it can be used: numbers, or text of a few kinds. */
export interface CsvColumn {
  readonly name: string;
  /** NaN where a cell is empty; null for a column of text. */
  readonly values: Float64Array<ArrayBuffer> | null;
  /** The different texts, and which of them each row has, −1 where it is empty; null when they are too many. */
  readonly texts: { readonly kinds: readonly string[]; readonly rows: Int32Array<ArrayBuffer> } | null;
  /** Empty cells. */
  readonly missing: number;
}

/** Text of more kinds is names or remarks, not categories. */
const MAX_KINDS = 100;
/** Longer text is prose. */
const MAX_KIND_LENGTH = 60;

/** The columns of a table: numbers where every cell that is not empty is a number. */
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

/** Whether a cell holds no value. */
export function isMissing(cell: string): boolean {
  return MISSING.has(cell.toLowerCase());
}

/** Whether a cell is a number. */
export function isNumber(cell: string): boolean {
  return NUMBER.test(cell) && Number.isFinite(toNumber(cell));
}

/** A decimal comma counts as a point: such files separate cells by semicolons. */
function toNumber(cell: string): number {
  return Number(cell.replace(',', '.'));
}

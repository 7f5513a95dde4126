import type { Column, Table } from '../table.js';
import { decimalMark, isMissing, isUnwritten, isWordForNone, numberReader } from './numbers.js';
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
  /** Cells that are neither empty nor readable, and the first one; they are treated as empty. */
  readonly unreadable: { readonly count: number; readonly line: number; readonly cell: string } | null;
}

/** A column of numbers may have this share of other words. */
const MAX_OTHER_SHARE = 0.1;

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

/** The columns of a table: numeric if nearly all cells are numbers, or stand for one. */
export function csvColumns({ header, rows, lines, delimiter }: CsvTable): CsvColumn[] {
  const mark = decimalMark(allCells(rows));
  return header.map((name, i) => {
    const cells = rows.map((row) => row[i]!);
    const read = numberReader(cells, mark, delimiter);
    const numbers = Float64Array.from(cells, (cell) => (isMissing(cell) ? NaN : read(cell)));
    const missing = cells.filter(isMissing).length;
    const found = numbers.filter((value) => !Number.isNaN(value)).length;
    const unwritten = cells.filter((cell) => !isMissing(cell) && isUnwritten(cell)).length;
    const words = cells.filter(isWordForNone).length;
    const others = cells.length - missing - unwritten - words - found;
    const numeric = found > 0 && others <= MAX_OTHER_SHARE * (found + others);
    const isUnreadable = (cell: string, row: number) =>
      !isMissing(cell) && (numeric ? Number.isNaN(numbers[row]) : isUnwritten(cell));
    const first = cells.findIndex(isUnreadable);
    return {
      name,
      values: numeric ? numbers : null,
      texts: numeric ? null : textsOf(cells),
      missing,
      unreadable:
        first < 0
          ? null
          : { count: cells.filter(isUnreadable).length, line: lines[first]!, cell: cells[first]! },
    };
  });
}

function* allCells(rows: CsvTable['rows']): Generator<string> {
  for (const row of rows) yield* row;
}

function textsOf(cells: readonly string[]): CsvColumn['texts'] {
  const numbers = new Map<string, number>();
  const rows = Int32Array.from(cells, (cell) => {
    if (isMissing(cell) || isUnwritten(cell)) return -1;
    const known = numbers.get(cell) ?? numbers.size;
    numbers.set(cell, known);
    return known;
  });
  const longest = Math.max(0, ...[...numbers.keys()].slice(0, MAX_KINDS).map((kind) => kind.length));
  return numbers.size === 0 || numbers.size > MAX_KINDS || longest > MAX_KIND_LENGTH
    ? null
    : { kinds: [...numbers.keys()], rows };
}

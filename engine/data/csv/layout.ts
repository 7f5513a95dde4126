import { isMissing, isNumber } from './numbers.js';
import type { PassedOver } from './table.js';

/** Cells of one row, and the file's line on which it begins. */
export interface Row {
  readonly line: number;
  readonly cells: readonly string[];
}

const TOTAL = /^(grand |sub)?(total|sum)s?:?$/i;
const YEAR = /^(19|20)\d\d$/;

/** The rows of a table without what stands around it: titles, comments, totals, and a delimiter after the last cell. */
export function tableRows(found: readonly Row[]): {
  rows: readonly Row[];
  passedOver: readonly PassedOver[];
} {
  const whole = withoutLastDelimiter(found);
  const width = commonWidth(whole);
  const isTotal = (row: Row) =>
    row === whole.at(-1) && whole.length > 2 && TOTAL.test(row.cells.find((cell) => cell !== '') ?? '');
  const belongs = (row: Row) => row.cells.length === width && !isTotal(row);
  const start = whole.findIndex(belongs);
  return {
    rows: whole.filter(belongs),
    passedOver: whole.flatMap((row, i) => {
      if (belongs(row)) return [];
      const comment = i < start || row.cells[0]!.startsWith('#');
      const why = comment ? 'comment' : isTotal(row) ? 'total' : 'ragged';
      return [{ why, line: row.line, found: row.cells.length, expected: width } as const];
    }),
  };
}

/** True if the first row has the names: no data stand in it, only years, or nothing below is a number. */
export function hasHeader([first, ...others]: readonly Row[]): boolean {
  if (!first) return false;
  const isData = (cell: string) => isNumber(cell) || isMissing(cell);
  const names = first.cells.filter((cell) => !isData(cell));
  if (names.length === 0) return false;
  const numbers = first.cells.filter(isNumber);
  if (numbers.length === 0 || numbers.every((cell) => YEAR.test(cell))) return true;
  return first.cells.some(
    (cell, i) => !isData(cell) && others.length > 0 && others.every(({ cells }) => isData(cells[i]!)),
  );
}

/** The most common number of cells; the first of equally common ones. */
export function commonWidth(rows: readonly Pick<Row, 'cells'>[]): number {
  const counts = new Map<number, number>();
  for (const { cells } of rows) counts.set(cells.length, (counts.get(cells.length) ?? 0) + 1);
  return [...counts].reduce((most, one) => (one[1] > most[1] ? one : most), [0, 0])[0];
}

function withoutLastDelimiter(rows: readonly Row[]): readonly Row[] {
  const width = commonWidth(rows);
  const isWide = ({ cells }: Row) => cells.length === width;
  if (width < 2 || !rows.filter(isWide).every(({ cells }) => cells.at(-1) === '')) return rows;
  return rows.map((row) => (isWide(row) ? { ...row, cells: row.cells.slice(0, -1) } : row));
}

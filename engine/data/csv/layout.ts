import { isMissing, isNumber, isUnwritten, isWordForNone } from './numbers.js';
import type { PassedOver } from './table.js';

/** Cells of one row, and the file's line on which it begins. */
export interface Row {
  readonly line: number;
  readonly cells: readonly string[];
}

const TOTAL =
  /^((grand |sub)?(total|sum)s?|average|avg\.?|mean|(gesamt)?summe|gesamt|mittelwert|durchschnitt|moyenne|합계|총계|평균|合計|合计|总计|平均):?$/i;
/** A note below a table, such as its source. */
const NOTE = /^(sources?|notes?|quelle|anmerkung|출처|자료|주|出典|注|来源)\s*[:：]|^\*+\s*\p{L}/iu;
/** A cell of the line that Markdown draws below the names. */
const RULE = /^(:?-{2,}:?|:-:?|-:|={2,}|)$/;
/** Totals stand in one of the last lines, with averages and notes below. */
const LAST_LINES = 5;
const YEAR = /^(19|20)\d\d$/;

/** The rows of a table without what stands around it: titles, comments, totals, and a delimiter after the last cell. */
export function tableRows(found: readonly Row[]): {
  rows: readonly Row[];
  passedOver: readonly PassedOver[];
} {
  const whole = withoutLastDelimiter(found);
  const width = commonWidth(whole);
  const sized = whole.filter(({ cells }) => cells.length === width);
  // Right above numbers stand the names, whatever they are.
  const named = sized[1]?.cells.some(isNumber) ?? false;
  const wide = sized.filter(({ cells }, i) => (i === 0 && named) || !isDrawn(cells));
  const names = wide[0];
  const last = new Set(whole.slice(Math.max(2, whole.length - LAST_LINES)));
  const isTotal = (row: Row) => last.has(row) && TOTAL.test(row.cells.find((cell) => cell !== '') ?? '');
  const isNote = (row: Row) => last.has(row) && NOTE.test(row.cells[0]!);
  // Only names above numbers are certainly names.
  const certain = wide[1]?.cells.some((cell, i) => isNumber(cell) && !isNumber(names!.cells[i]!)) ?? false;
  const repeats = ({ cells }: Row) => certain && cells.every((cell, i) => cell === names!.cells[i]);
  const units = unitsRow(wide);
  const own = new Set(
    wide.filter(
      (row) =>
        row === names ||
        !(row === units || isTotal(row) || isNote(row) || repeats(row) || row.cells[0]!.startsWith('# ')),
    ),
  );
  const belongs = (row: Row) => own.has(row);
  const start = whole.findIndex(belongs);
  return {
    rows: whole.filter(belongs),
    passedOver: whole.flatMap((row, i) => {
      if (belongs(row)) return [];
      const wrong = row.cells.length !== width;
      const title = row.cells.length === 1 && i < start;
      const comment = title || !wrong || isNote(row) || row.cells[0]!.startsWith('#');
      const why = row === units ? 'units' : isTotal(row) ? 'total' : comment ? 'comment' : 'ragged';
      return [{ why, line: row.line, found: row.cells.length, expected: width } as const];
    }),
  };
}

/** Rows below the units that are looked at for numbers. */
const BELOW_UNITS = 20;

/** The row below the names that has units or more names: words in all columns of numbers, and no other row's text. */
function unitsRow([names, second, ...others]: readonly Row[]): Row | null {
  const below = others.slice(0, BELOW_UNITS);
  if (!names || !second || below.length < 2 || names.cells.some(isNumber)) return null;
  const columns = second.cells.map((cell, i) => ({ cell, others: below.map(({ cells }) => cells[i]!) }));
  const isWord = (cell: string) =>
    !isNumber(cell) && !isMissing(cell) && !isUnwritten(cell) && !isWordForNone(cell);
  const numeric = columns.filter((one) => one.others.some(isNumber) && !one.others.some(isWord));
  const textual = columns.filter((one) => !numeric.includes(one));
  const words = numeric.filter(({ cell }) => isWord(cell));
  const isUnits =
    2 * words.length > numeric.length &&
    numeric.every(({ cell }) => cell === '' || isWord(cell)) &&
    textual.every(({ cell, others: texts }) => cell === '' || !texts.includes(cell));
  return isUnits ? second : null;
}

/** True for a comment, and for the rule below the names of a table in Markdown. */
function isDrawn(cells: Row['cells']): boolean {
  return cells[0]!.startsWith('//') || (cells.some(Boolean) && cells.every((cell) => RULE.test(cell)));
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

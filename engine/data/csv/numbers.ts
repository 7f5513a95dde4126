import type { Delimiter } from './table.js';

/** The character before the decimals. */
type DecimalMark = '.' | ',';

/** Words that mean "no value" in tables, in lower case. */
export const MISSING: readonly string[] = ['', 'na', 'n/a', '<na>', 'nan', 'null', 'none', '-', '?'];
/** Cells that stand for a number that could not be written: errors of spreadsheets, infinity, lone marks. */
const UNWRITTEN = /^(#[a-z/0]+[!?]?|[+-]?inf(inity)?|[-–—.?*]+|missing)$/i;
const UNIT = /[%$€£¥₩₹]/;
/** Digits in groups of three are separated by the mark that is not the decimal one, a space or an apostrophe. */
const SHAPES: Readonly<Record<DecimalMark, RegExp>> = {
  '.': /^[+-]?(\d+|[1-9]\d{0,2}([, \u00a0\u202f'’]\d{3})+)?(\.\d*)?(e[+-]?\d+)?$/i,
  ',': /^[+-]?(\d+|[1-9]\d{0,2}([. \u00a0\u202f'’]\d{3})+)?(,\d*)?(e[+-]?\d+)?$/i,
};

/** True if a cell has no value. */
export function isMissing(cell: string): boolean {
  return MISSING.includes(cell.toLowerCase());
}

/** True if a cell stands for a number that could not be written, such as `#N/A` or `inf`. */
export function isUnwritten(cell: string): boolean {
  return UNWRITTEN.test(cell);
}

/** True if a cell is a number with either decimal mark. */
export function isNumber(cell: string): boolean {
  return !Number.isNaN(numberIn(cell, '.')) || !Number.isNaN(numberIn(cell, ','));
}

/**
 * A function that reads a column's numbers, and returns NaN for a cell that is none. A comma is the decimal mark if
 * the column's cells show it, else if the file's other cells do, else if semicolons separate the cells.
 */
export function numberReader(
  cells: readonly string[],
  file: DecimalMark | null,
  delimiter: Delimiter,
): (cell: string) => number {
  const points = cells.some((cell) => cell.includes('.'));
  const mark = decimalMark(cells) ?? file ?? (delimiter === ';' && !points ? ',' : '.');
  const unit = commonUnit(cells.filter((cell) => !Number.isNaN(numberIn(cell, mark))));
  return (cell) => (fits(unitOf(cell), unit) ? numberIn(cell, mark) : NaN);
}

/** The decimal mark that most cells allow no doubt about; null if there is none. */
export function decimalMark(cells: Iterable<string>): DecimalMark | null {
  let surplus = 0;
  for (const cell of cells) {
    if (!/[.,]/.test(cell)) continue;
    surplus += Number(!Number.isNaN(numberIn(cell, '.'))) - Number(!Number.isNaN(numberIn(cell, ',')));
  }
  return surplus === 0 ? null : surplus > 0 ? '.' : ',';
}

/** The number in a cell, without a currency or percent sign; parentheses make it negative. NaN if there is none. */
function numberIn(cell: string, mark: DecimalMark): number {
  const [, inside] = /^\((.+)\)$/.exec(cell) ?? [];
  const digits = (inside ?? cell).replace(UNIT, '').replace(/^([+-]?)\s+|\s+$/g, '$1');
  if (!/\d/.test(digits) || !SHAPES[mark].test(digits)) return NaN;
  const plain = digits.replace(mark === ',' ? /[. \u00a0\u202f'’]/g : /[, \u00a0\u202f'’]/g, '');
  const value = Number(plain.replace(',', '.'));
  return Number.isFinite(value) ? (inside === undefined ? value : -value) : NaN;
}

const unitOf = (cell: string) => UNIT.exec(cell)?.[0] ?? '';

/** A currency may be omitted, but 5% is not 5. */
const fits = (unit: string, common: string) =>
  unit === common || (unit !== '%' && common !== '%' && (unit === '' || common === ''));

function commonUnit(cells: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const cell of cells) counts.set(unitOf(cell), (counts.get(unitOf(cell)) ?? 0) + 1);
  return [...counts].reduce((most, one) => (one[1] > most[1] ? one : most), ['', 0])[0];
}

import type { DecimalMark, Delimiter } from './table.js';

/** Form of a column's numbers: their decimal mark and their unit in lower case, such as `%`, or `''`. */
export interface NumberForm {
  readonly decimal: DecimalMark;
  readonly unit: string;
}

/** Words that mean "no value" in tables, in lower case. */
export const MISSING: readonly string[] = ['', 'na', 'n/a', '<na>', 'nan', 'null', 'none', '-', '?'];
/** Cells that stand for a number that could not be written: errors of spreadsheets, infinity, lone marks. */
export const UNWRITTEN = /^(#[a-z/0]+[!?]?|#{2,}|[+-]?inf(inity)?|[-–—.?*]+|missing)$/i;
/**
 * Words in place of a number, which may be categories in a column of text; `<0.5` is below what could be measured, `.a` is
 * Stata's.
 */
const WORDS =
  /^(n\.a\.?|n\.?d\.|k\.a\.?|nil|no data|tbd|unknown|not available|\(null\)|\\n|1\.#(qnan|inf|ind)|[+-]?∞|[<>≤≥]\s*[\d.,]+|\.[a-z])$/i;
const SIGN = /[%$€£¥₩₹]/;
/** A unit after a number, such as `cm`, `km/h` or `°C`. */
const UNIT = /(?<=\d[.,]?\s*)[\p{L}°µ][\p{L}²³]{0,11}(\/\p{L}{1,3}[²³]?)?\.?$/u;
/** A currency's code before a number. */
const CODE =
  /^(usd|us\$|eur|gbp|chf|jpy|cny|rmb|krw|inr|rs\.?|r\$|brl|aud|cad|sek|nok|dkk|kr\.?|pln|rub|try|mxn)\s*(?=[\d.,+-])/i;
/** Units that some cells of a column may lack. */
export const OMISSIBLE = ['', '$', '€', '£', '¥', '₩', '₹'];
/** A number that any program reads. */
const PLAIN = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
/** Digits and marks only, without a unit: most cells are read without looking for other forms. */
const USUAL = /^[+-]?\d[\d.,]*$/;
/** Longer cells are text. */
const MAX_NUMBER = 60;
/** Digits in groups of three are separated by the mark that is not the decimal one, a space or an apostrophe. */
export const SHAPES: Readonly<Record<DecimalMark, RegExp>> = {
  '.': /^[+-]?(\d+|[1-9]\d{0,2}([, \u00a0\u202f'’]\d{3})+|[1-9]\d?(,\d\d)*,\d{3})?(\.\d*)?(e[+-]?\d+)?$/i,
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

/** True if a cell holds a word that stands for no value in a column of numbers. */
export function isWordForNone(cell: string): boolean {
  return WORDS.test(cell);
}

/** True if a cell is a number with either decimal mark; `1stFloor` is none. */
export function isNumber(cell: string): boolean {
  return (
    unitOf(cell).length <= 1 && !(Number.isNaN(numberIn(cell, '.')) && Number.isNaN(numberIn(cell, ',')))
  );
}

/** The form of a column's numbers, and a cell with a mark that may separate decimals or thousands. */
interface FoundForm {
  readonly form: NumberForm;
  readonly doubt: string | null;
}

/**
 * The form of a column's numbers. A comma is the decimal mark if the column's cells show it, else if it is expected, from a
 * choice or the file's other cells.
 */
export function numberForm(
  cells: readonly string[],
  expected: DecimalMark | null,
  delimiter: Delimiter,
): FoundForm {
  const known = decimalMark(cells) ?? expected;
  const { decimal, doubt } = known ? { decimal: known, doubt: null } : likelyMark(cells, delimiter);
  const unit = commonUnit(cells.filter((cell) => !Number.isNaN(numberIn(cell, decimal))));
  return { form: { decimal, unit }, doubt };
}

/** A number whose mark may stand before decimals or thousands. */
const IN_DOUBT = /^[+-]?[1-9]\d{0,2}[.,]\d{3}(?!\d)/;

/**
 * The likely decimal mark of cells that may be read in both ways, and the first of them. Semicolons separate cells with
 * decimal commas; between commas and blanks, a point is hardly ever a thousand's. Whole numbers from 100 beside such cells
 * show that these are thousands.
 */
function likelyMark(cells: readonly string[], delimiter: Delimiter) {
  const points = cells.some((cell) => cell.includes('.'));
  const usual = delimiter === ';' && !points ? ',' : '.';
  const doubtful = [',', ' '].includes(delimiter) ? undefined : cells.find((cell) => IN_DOUBT.test(cell));
  const whole = cells.filter((cell) => /\d/.test(cell) && !/[.,]/.test(cell));
  if (doubtful && whole.length > 0 && whole.every((cell) => Math.abs(numberIn(cell, '.')) >= 100)) {
    return { decimal: points ? ',' : '.', doubt: null } as const;
  }
  return { decimal: usual, doubt: doubtful ?? null } as const;
}

/** The number in a cell of a column; NaN if there is none, or it has another unit. */
export function readNumber(cell: string, { decimal, unit }: NumberForm): number {
  return fits(unitOf(cell), unit) ? numberIn(cell, decimal) : NaN;
}

/** True if a number is written as in program code, and so means the same to any program. */
export function isPlain(cell: string, value: number): boolean {
  return PLAIN.test(cell) && Number(cell) === value;
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

/** Other signs for minus, the exponents of Fortran and digits of other scripts, written as in program code. */
function plainDigits(cell: string): string {
  return cell
    .normalize('NFKC')
    .replace(/^\s*[−–](?=[\d.,])/, '-')
    .replace(/\p{Nd}/gu, digitOf)
    .replace(/(\d)d([+-]?\d+)$/i, '$1e$2')
    .replace(/^([\d.,]+)-$/, '-$1');
}

/** Decimal digits of each script follow each other, from zero at a code point with no digit before it. */
function digitOf(digit: string): string {
  let value = 0;
  for (let code = digit.codePointAt(0)! - 1; value < 9 && /\p{Nd}/u.test(String.fromCodePoint(code)); code--)
    value++;
  return String(value);
}

/** The number in a cell, without its unit; parentheses make it negative. NaN if there is none. */
function numberIn(cell: string, mark: DecimalMark): number {
  if (cell.length > MAX_NUMBER) return NaN;
  const [, inside] = /^\((.+)\)$/.exec(cell) ?? [];
  const digits = USUAL.test(cell)
    ? cell
    : plainDigits(inside ?? cell)
        .replace(SIGN, '')
        .replace(UNIT, '')
        .replace(CODE, '')
        .replace(/^([+-]?)\s+|\s+$/g, '$1');
  if (!/\d/.test(digits) || !SHAPES[mark].test(digits)) return NaN;
  const plain = digits.replace(mark === ',' ? /[. \u00a0\u202f'’]/g : /[, \u00a0\u202f'’]/g, '');
  const value = Number(plain.replace(',', '.'));
  return Number.isFinite(value) ? (inside === undefined ? value : -value) : NaN;
}

function unitOf(cell: string): string {
  if (cell.length > MAX_NUMBER || USUAL.test(cell)) return '';
  return (SIGN.exec(cell) ?? CODE.exec(cell) ?? UNIT.exec(cell))?.[0].trim().toLowerCase() ?? '';
}

/** A currency's sign may be omitted, but 5% is not 5, and 5k is not 5. */
const fits = (unit: string, common: string) =>
  unit === common ||
  (OMISSIBLE.includes(unit) && OMISSIBLE.includes(common) && (unit === '' || common === ''));

function commonUnit(cells: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const cell of cells) counts.set(unitOf(cell), (counts.get(unitOf(cell)) ?? 0) + 1);
  return [...counts].reduce((most, one) => (one[1] > most[1] ? one : most), ['', 0])[0];
}

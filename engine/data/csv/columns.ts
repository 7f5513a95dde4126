import type { Column, Table } from '../table.js';
import {
  decimalMark,
  isMissing,
  isPlain,
  isUnwritten,
  isWordForNone,
  numberForm,
  readNumber,
  type NumberForm,
} from './numbers.js';
import type { CsvTable } from './table.js';

/** Distinct texts, and the index of each row's, −1 where it is empty. */
interface Texts {
  readonly kinds: string[];
  readonly rows: Int32Array<ArrayBuffer>;
}

/** A usable column: numbers, or text with few distinct values. */
export interface CsvColumn {
  readonly name: string;
  /** NaN where a cell is empty; null for a text column. */
  readonly values: Float64Array<ArrayBuffer> | null;
  /** Form of the numbers; null for text, and for numbers as in program code. */
  readonly form: NumberForm | null;
  /** Null if there are too many. */
  readonly texts: Texts | null;
  /** Number of empty cells. */
  readonly missing: number;
  /** Cells that are neither empty nor readable; null if there are none. */
  readonly unreadable: UnreadableCells | null;
  /** A cell of a column of codes, and how they are read; null for others. */
  readonly code: Code | null;
  /** A cell whose mark may stand before decimals or thousands; null if the file shows it. */
  readonly doubt: string | null;
}

/** The rows of cells that are neither empty nor readable, the line and the text of the first. */
export interface UnreadableCells {
  readonly rows: Int32Array<ArrayBuffer>;
  readonly line: number;
  readonly cell: string;
  /** The whole column as text with these cells as values; null if there are too many. */
  readonly asText: Texts | null;
}

/** A cell of a column of codes, such as 01234, which are read as text or without their zeros. */
interface Code {
  readonly cell: string;
  readonly as: 'text' | 'numbers';
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
export function csvColumns({ header, rows, lines, delimiter, decimal }: CsvTable): CsvColumn[] {
  const mark = decimal ?? decimalMark(allCells(rows));
  return header.map((name, i) => {
    const cells = rows.map((row) => row[i]!);
    const { form, doubt } = numberForm(cells, mark, delimiter);
    const numbers = Float64Array.from(cells, (cell) => (isMissing(cell) ? NaN : readNumber(cell, form)));
    const missing = cells.filter(isMissing).length;
    const found = numbers.filter((value) => !Number.isNaN(value)).length;
    const unwritten = cells.filter((cell) => !isMissing(cell) && isUnwritten(cell)).length;
    const words = cells.filter(isWordForNone).length;
    const others = cells.length - missing - unwritten - words - found;
    const code = codeIn(cells);
    const numeric =
      found > 0 &&
      code?.as !== 'text' &&
      (others <= MAX_OTHER_SHARE * (found + others) || isOneWord(cells, numbers, others));
    const isUnreadable = (cell: string, row: number) =>
      !isMissing(cell) && (numeric ? Number.isNaN(numbers[row]) : isUnwritten(cell));
    const plain = (cell: string, row: number) => isMissing(cell) || isPlain(cell, numbers[row]!);
    const unreadable = Int32Array.from(cells.flatMap((cell, row) => (isUnreadable(cell, row) ? [row] : [])));
    const [first] = unreadable;
    return {
      name,
      values: numeric ? numbers : null,
      form: numeric && !cells.every(plain) ? form : null,
      texts: numeric ? null : textsOf(cells, (cell) => isMissing(cell) || isUnwritten(cell)),
      missing,
      unreadable:
        first === undefined
          ? null
          : {
              rows: unreadable,
              line: lines[first]!,
              cell: cells[first]!,
              asText: textsOf(cells, isMissing),
            },
      code,
      doubt: numeric ? doubt : null,
    };
  });
}

/** Least number of digits of a code, such as a postal code, that is the same in all cells. */
const MIN_CODE = 3;

/**
 * A cell of a column of whole numbers with a zero in front or more digits than a number holds: it is a code rather than a
 * quantity. If codes have one length, the column is text.
 */
function codeIn(cells: readonly string[]): Code | null {
  const filled = cells.filter((cell) => !isMissing(cell));
  const cell = filled.find((one) => /^0\d/.test(one)) ?? filled.find(isTooLong);
  if (cell === undefined || !filled.every((one) => /^\d+$/.test(one))) return null;
  const isCode = filled.every(({ length }) => length === cell.length && length >= MIN_CODE);
  return { cell: cell.slice(0, MAX_KIND_LENGTH), as: isCode || isTooLong(cell) ? 'text' : 'numbers' };
}

/** True for a whole number that would lose digits. */
const isTooLong = (cell: string) =>
  /^\d{16,}$/.test(cell) && String(BigInt(cell.slice(0, 400))) !== String(Number(cell));

/** Most numbers for one such word, and least distinct numbers. */
const [NUMBERS_FOR_A_WORD, MIN_DISTINCT] = [2, 10];

/** True if all cells that are not numbers have the same word, such as an instrument's for an error. */
function isOneWord(cells: readonly string[], numbers: Float64Array, others: number): boolean {
  const found = numbers.filter((value) => !Number.isNaN(value));
  if (found.length < NUMBERS_FOR_A_WORD * others || new Set(found).size <= MIN_DISTINCT) return false;
  const words = cells.filter(
    (cell, row) =>
      Number.isNaN(numbers[row]) && !isMissing(cell) && !isUnwritten(cell) && !isWordForNone(cell),
  );
  return new Set(words).size === 1;
}

function* allCells(rows: CsvTable['rows']): Generator<string> {
  for (const row of rows) yield* row;
}

function textsOf(cells: readonly string[], isEmpty: (cell: string) => boolean): Texts | null {
  const numbers = new Map<string, number>();
  const rows = Int32Array.from(cells, (cell) => {
    if (isEmpty(cell)) return -1;
    const known = numbers.get(cell) ?? numbers.size;
    numbers.set(cell, known);
    return known;
  });
  const longest = Math.max(0, ...[...numbers.keys()].slice(0, MAX_KINDS).map((kind) => kind.length));
  return numbers.size === 0 || numbers.size > MAX_KINDS || longest > MAX_KIND_LENGTH
    ? null
    : { kinds: [...numbers.keys()], rows };
}

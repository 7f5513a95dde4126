import Papa from 'papaparse';
import { failure, locate, type Place } from '../../base/problem.js';
import { isMissing, isNumber, isUnwritten, isWordForNone } from './numbers.js';
import {
  type CsvReading,
  type CsvTable,
  type Delimiter,
  DELIMITERS,
  MAX_CELLS,
  type Naming,
  type PassedOver,
  type Row,
} from './table.js';
import { isTotalLabel, totalRows } from './totals.js';

const MAX_COLUMNS = 1_000;
const MAX_NAME = 100;
/** A cell in single quotes, or a text as spreadsheets write numbers that must stay text. */
export const QUOTED = /^(?:'([^']*)'|="([^"]*)")$/;
/** Papa Parse records every misplaced quote: more of them could exhaust the memory. */
const MAX_QUOTES = 4 * MAX_CELLS;

/**
 * Parses a text table with quotes as in RFC 4180. Delimiter and header are detected unless `reading`
 * names them.
 * @throws `bad-data` with the row, the expectation and the actual content
 */
export function parseCsv(text: string, name: string, reading: CsvReading = {}): CsvTable {
  return locate({ kind: 'file', path: name }, () => parseTable(text, name, reading));
}

function parseTable(text: string, name: string, reading: CsvReading): CsvTable {
  if (text.includes('\0')) throw failure('bad-data/table-binary', {});
  const clean = withoutSeparatorLine(text.replace(/^\ufeff/, '').replace(/\r\n?/g, '\n'));
  const delimiter = reading.delimiter ?? clean.delimiter ?? likeliestDelimiter(clean.text);
  const lines = splitCells(clean.text, delimiter, name);
  const { rows: records, passedOver, names, units } = tableRows(lines, delimiter, reading.keepUnits ?? false);
  const [first, ...others] = records;
  if (!first) throw failure('bad-data/empty-file', {});
  if (first.cells.length > MAX_COLUMNS) {
    throw failure('bad-data/table-columns', { columns: first.cells.length, most: MAX_COLUMNS });
  }
  const headed = reading.headed ?? hasHeader(records);
  const rows = headed ? others : records;
  if (rows.length === 0) throw failure('bad-data/table-no-rows', {});
  return {
    delimiter,
    decimal: reading.decimal ?? null,
    headed,
    names: headed ? names : null,
    units,
    header: headed ? uniqueNames(first.cells) : first.cells.map((_, i) => `column ${i + 1}`),
    rows: rows.map(({ cells }) => cells),
    lines: rows.map(({ line }) => line),
    passedOver,
    skipped: [...(clean.named ? [1] : []), ...passedOver.map(({ line }) => line)],
  };
}

/** The delimiter that spreadsheets name in a line of its own, and the text with that line empty. */
function withoutSeparatorLine(text: string): {
  named: boolean;
  delimiter: Delimiter | undefined;
  text: string;
} {
  const [line, named] = /^"?sep=(.)"?[^\S\n]*(?=\n)/i.exec(text) ?? [''];
  return {
    named: line !== '',
    delimiter: DELIMITERS.find((one) => one === named),
    text: text.slice(line.length),
  };
}

/** Least share of numbers in a table whose cells are separated by spaces: prose has fewer. */
const MIN_NUMBERS = 0.7;
/** Prose has not as many words in every line: such columns need fewer numbers. */
const MIN_NUMBERS_ALIGNED = 0.5;
const MIN_ALIGNED = { lines: 5, columns: 3 };

/** The delimiter that a text table names, or else the likeliest one. */
export function detectDelimiter(text: string): Delimiter {
  const { delimiter, text: table } = withoutSeparatorLine(text);
  return delimiter ?? likeliestDelimiter(table);
}

/** The delimiter that splits the first rows into the most columns of equal number. */
function likeliestDelimiter(text: string): Delimiter {
  const sample = text
    .slice(0, 20_000)
    .split('\n', 20)
    .filter((line) => line.trim() !== '' && !line.startsWith('#'));
  const unquoted = sample.map((line) => line.replace(/"(?:[^"]|"")*"/g, 'q'));
  const scores = DELIMITERS.map((delimiter) => {
    const rows = unquoted.map((line) => ({
      cells: delimiter === ' ' ? line.trim().split(/[ \t]+/) : line.split(delimiter),
    }));
    const width = commonWidth(rows);
    // R leaves out the name of the first column.
    const short = width > 2 && rows[0]!.cells.length === width - 1 ? 1 : 0;
    const equal = short + rows.filter(({ cells }) => cells.length === width).length;
    const cells = rows.flatMap((row) => row.cells);
    const isWhole = equal === rows.length;
    const isAligned = isWhole && rows.length >= MIN_ALIGNED.lines && width >= MIN_ALIGNED.columns;
    const least = (isAligned ? MIN_NUMBERS_ALIGNED : MIN_NUMBERS) * cells.length;
    const prose = delimiter === ' ' && cells.filter((cell) => cell === 'q' || isNumber(cell)).length < least;
    const score = width > 1 && !prose ? width * (equal / rows.length) ** 4 : 0;
    return { delimiter, score, isWhole: score > 0 && isWhole };
  });
  // Decimal commas split every row of a table with semicolons alike too, but not its names.
  const whole = scores.filter(({ isWhole }) => isWhole);
  return (whole.length > 0 ? whole : scores).reduce((best, one) => (one.score > best.score ? one : best))
    .delimiter;
}

/** Rows of trimmed cells, without empty rows. */
function splitCells(text: string, delimiter: Delimiter, name: string): Row[] {
  if (hasMoreQuotes(text, MAX_QUOTES)) throw failure('bad-data/table-quotes', {});
  const rows: Row[] = [];
  let cells = 0;
  let line = 1;
  let counted = 0;
  // A final line break, so that blanks between a last quote and the end of the file are skipped too.
  const prepared = delimiter === ' ' ? withSingleBlanks(text) : withoutBlanksBeforeQuotes(text, delimiter);
  const clean = `${prepared}\n`;
  Papa.parse<string[]>(clean, {
    delimiter,
    newline: '\n',
    // The fast mode would split the whole text before it can be stopped.
    fastMode: false,
    step: ({ data, errors: [problem], meta }) => {
      const start = line;
      for (; counted < meta.cursor; counted++) if (clean[counted] === '\n') line++;
      const row = data.map((cell) => cell.trim().replace(QUOTED, '$1$2'));
      if (problem) {
        const open = problem.code === 'MissingQuotes';
        throw failure(
          open ? 'bad-data/table-open-quote' : 'bad-data/table-text-after-quote',
          {},
          { where: rowOf(name, start) },
        );
      }
      if ((cells += row.length) > MAX_CELLS) throw failure('bad-data/table-cells', { most: MAX_CELLS });
      if (row.every((cell) => cell === '')) return;
      rows.push({ cells: row, line: start });
    },
  });
  return rows;
}

function hasMoreQuotes(text: string, most: number): boolean {
  let found = 0;
  for (let at = text.indexOf('"'); at >= 0 && found <= most; at = text.indexOf('"', at + 1)) found++;
  return found > most;
}

/** Papa Parse recognizes a quote only at the very start of a cell. */
function withoutBlanksBeforeQuotes(text: string, delimiter: Delimiter): string {
  const blanks = new RegExp(`(^|[\\n${delimiter}]) +(?=")|"[^"]*"`, 'g');
  return text.replace(blanks, (match, before: string | undefined) => before ?? match);
}

/** Columns aligned by spaces are separated by any number of blanks. */
function withSingleBlanks(text: string): string {
  return text.replace(/"[^"]*"|[ \t]+/g, (match, at: number) => {
    if (match.startsWith('"')) return match;
    const edge = at === 0 || text[at - 1] === '\n' || (text[at + match.length] ?? '\n') === '\n';
    return edge ? '' : ' ';
  });
}

function uniqueNames(names: readonly string[]): string[] {
  const used = new Set<string>();
  return names.map((name, i) => {
    // A name is not cut in the middle of a character.
    const wanted = name === '' ? `column ${i + 1}` : name.slice(0, MAX_NAME).replace(/[\ud800-\udbff]$/, '');
    let unique = wanted;
    for (let n = 2; used.has(unique); n++) unique = `${wanted} ${n}`;
    used.add(unique);
    return unique;
  });
}

const rowOf = (file: string, row: number): Place => ({ kind: 'cell', file, row, column: null });

/** The rows of a table, and how they differ from the lines of its file. */
interface TableRows {
  readonly rows: readonly Row[];
  readonly passedOver: readonly PassedOver[];
  /** The first row has no name for the column of the rows' names, or is a comment; null for usual names. */
  readonly names: Naming | null;
  /** The line with units or more names, used or not; null if there is none. */
  readonly units: number | null;
}

/** A note below a table, such as its source. */
const NOTE = /^(sources?|notes?|quelle|anmerkung|출처|자료|주|出典|注|来源)\s*[:：]|^\*+\s*\p{L}/iu;
/** A cell of the line that Markdown draws below the names. */
const RULE = /^(:?-{2,}:?|:-:?|-:|={2,}|)$/;
const YEAR = /^(19|20)\d\d$/;

/**
 * The rows of a table without what stands around it: titles, comments, totals, units unless they are kept, and a
 * delimiter after the last cell.
 */
function tableRows(lines: readonly Row[], delimiter: Delimiter, keepUnits: boolean): TableRows {
  const { rows: whole, names: naming } = withNames(withoutLastDelimiter(lines));
  const width = commonWidth(whole);
  const sized = whole.filter(({ cells }) => cells.length === width);
  // Right above numbers stand the names, whatever they are.
  const named = sized[1]?.cells.some(isNumber) ?? false;
  const wide = sized.filter(({ cells }, i) => (i === 0 && named) || !isDrawn(cells));
  const names = wide[0];
  const last = new Set(whole.slice(-LAST_LINES));
  const isLast = (row: Row) => last.has(row);
  const isNote = (row: Row) => NOTE.test(row.cells[0]!) && isLast(row);
  // Only names above numbers are certainly names.
  const certain = wide[1]?.cells.some((cell, i) => isNumber(cell) && !isNumber(names!.cells[i]!)) ?? false;
  const repeats = ({ cells }: Row) => certain && cells.every((cell, i) => cell === names!.cells[i]);
  const units = unitsRows(wide);
  const plain = wide.filter(
    (row) =>
      row === names || !(units.has(row) || repeats(row) || row.cells[0]!.startsWith('# ') || isNote(row)),
  );
  const totals = totalRows(plain.slice(1), delimiter);
  const own = new Set(plain.filter((row) => !totals.has(row)));
  const belongs = (row: Row) => own.has(row) || (keepUnits && units.has(row));
  const start = whole.findIndex(belongs);
  return {
    names: naming,
    units: whole.find((row) => units.has(row))?.line ?? null,
    rows: whole.filter(belongs),
    passedOver: whole.flatMap((row, i) => {
      if (belongs(row)) return [];
      const wrong = row.cells.length !== width;
      const title = row.cells.length === 1 && i < start;
      const comment = title || !wrong || isNote(row) || row.cells[0]!.startsWith('#');
      const why = units.has(row)
        ? 'units'
        : totals.has(row) || (wrong && isTotalLabel(row) && isLast(row))
          ? 'total'
          : comment
            ? 'comment'
            : 'ragged';
      return [{ why, line: row.line, found: row.cells.length, expected: width } as const];
    }),
  };
}

/** Notes stand in one of the last lines. */
const LAST_LINES = 5;

/**
 * Rows with the names of all columns in the first one: R, and pandas when it prints, leave out that of the first column,
 * which has the rows' names, and NumPy writes the names as a comment.
 */
function withNames(rows: readonly Row[]): Pick<TableRows, 'names' | 'rows'> {
  const [first, ...others] = rows;
  const width = commonWidth(others);
  if (!first || width < 2 || first.cells.some(isNumber)) return { rows, names: null };
  const as = (names: Naming, cells: readonly string[]) => ({
    names,
    rows: [{ line: first.line, cells }, ...others],
  });
  const [one = '', ...more] = first.cells;
  const data = others.find(({ cells }) => cells.length === width)!;
  if (one.startsWith('#') && data.cells.some(isNumber)) {
    const cells = [one.replace(/^#\s*/, ''), ...more].filter((cell, i) => i > 0 || cell !== '');
    if (cells.length === width) return as('comment', cells);
  }
  const isShort = width > 2 && first.cells.length === width - 1 && others.length > 1;
  return isShort && others.every(({ cells }) => cells.length === width)
    ? as('rows', ['row names', ...first.cells])
    : { rows, names: null };
}

/** Rows that are looked at for numbers. */
const SAMPLE = 20;

/**
 * Rows with words where the others have numbers: units or more names below the names, and the names of another table
 * that is appended. The text of a unit stands in no other row.
 */
function unitsRows([names, ...rows]: readonly Row[]): ReadonlySet<Row> {
  const found = new Set<Row>();
  if (!names || names.cells.some((cell) => isNumber(cell) && !YEAR.test(cell))) return found;
  const isWord = (cell: string) =>
    cell !== '' && !isNumber(cell) && !isMissing(cell) && !isWordForNone(cell) && !isError(cell);
  const numeric = (below: readonly Row[]) =>
    [...names.cells.keys()].filter(
      (i) => below.some(({ cells }) => isNumber(cells[i]!)) && !below.some(({ cells }) => isWord(cells[i]!)),
    );
  for (const [at, row] of rows.slice(0, 2).entries()) {
    const first = rows.length > 3 ? 2 : at + 1;
    const below = rows.slice(first, first + SAMPLE);
    if (below.length < 2) break;
    const numbers = numeric(below);
    const words = numbers.filter((i) => isWord(row.cells[i]!));
    const isUnits =
      2 * words.length > numbers.length &&
      numbers.every((i) => row.cells[i] === '' || isWord(row.cells[i]!)) &&
      row.cells.every(
        (cell, i) => numbers.includes(i) || cell === '' || !below.some(({ cells }) => cells[i] === cell),
      );
    if (!isUnits) break;
    found.add(row);
  }
  const sample = rows.slice(found.size, found.size + SAMPLE);
  const numbers = [...names.cells.keys()].filter((i) => {
    const cells = sample.map((row) => row.cells[i]!);
    return cells.filter(isNumber).length > 2 * cells.filter(isWord).length;
  });
  if (numbers.length < 2) return found;
  for (const row of rows) if (numbers.every((i) => isWord(row.cells[i]!))) found.add(row);
  return found;
}

/** True for the error of a spreadsheet; `#yr` is none. */
const isError = (cell: string) =>
  isUnwritten(cell) && !(/^#[a-z]/i.test(cell) && cell !== cell.toUpperCase() && !/^#n\/?a/i.test(cell));

/** True for a comment, and for the rule below the names of a table in Markdown. */
function isDrawn(cells: Row['cells']): boolean {
  return cells[0]!.startsWith('//') || (cells.some(Boolean) && cells.every((cell) => RULE.test(cell)));
}

/** True if the first row has the names: no data stand in it, only years, or nothing below is a number. */
function hasHeader([first, ...others]: readonly Row[]): boolean {
  if (!first || isLikeOthers(first, others)) return false;
  const isData = (cell: string) => isNumber(cell) || isMissing(cell);
  const names = first.cells.filter((cell) => !isData(cell));
  if (names.length === 0) return false;
  const numbers = first.cells.filter(isNumber);
  if (numbers.length === 0 || numbers.every((cell) => YEAR.test(cell))) return true;
  return first.cells.some(
    (cell, i) => !isData(cell) && others.length > 0 && others.every(({ cells }) => isData(cells[i]!)),
  );
}

/** True if a cell is written as all below it but for its digits, such as a date. */
function isLikeOthers({ cells }: Row, others: readonly Row[]): boolean {
  const form = (cell: string) => cell.replace(/\d+/g, '0');
  const below = others.slice(0, SAMPLE);
  return (
    below.length > 2 &&
    cells.some((cell, i) => {
      if (!/\d/.test(cell) || isNumber(cell)) return false;
      const values = below.map((row) => row.cells[i]!);
      return values.every((value) => form(value) === form(cell)) && new Set(values).size > 1;
    })
  );
}

/** The most common number of cells; the first of equally common ones. */
function commonWidth(rows: readonly Pick<Row, 'cells'>[]): number {
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

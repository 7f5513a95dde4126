import Papa from 'papaparse';
import { failure, locate, type Place } from '../../base/problem.js';
import { isMissing, isNumber, isUnwritten, isWordForNone } from './numbers.js';
import {
  type CsvReading,
  type CsvTable,
  type Delimiter,
  DELIMITERS,
  MAX_CELLS,
  type PassedOver,
} from './table.js';

const DETECT: CsvReading = { delimiter: null, headed: null };
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
export function parseCsv(text: string, name: string, reading: CsvReading = DETECT): CsvTable {
  return locate({ kind: 'file', path: name }, () => parseTable(text, name, reading));
}

function parseTable(text: string, name: string, reading: CsvReading): CsvTable {
  if (text.includes('\0')) throw failure('bad-data/table-binary', {});
  const clean = withoutSeparatorLine(text.replace(/^\ufeff/, '').replace(/\r\n?/g, '\n'));
  const delimiter = reading.delimiter ?? clean.delimiter ?? likeliestDelimiter(clean.text);
  const { rows: records, passedOver } = tableRows(splitCells(clean.text, delimiter, name));
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
    headed,
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
    .filter((line) => line.trim() !== '');
  const unquoted = sample.map((line) => line.replace(/"(?:[^"]|"")*"/g, 'q'));
  const scores = DELIMITERS.map((delimiter) => {
    const rows = unquoted.map((line) => ({
      cells: delimiter === ' ' ? line.trim().split(/[ \t]+/) : line.split(delimiter),
    }));
    const width = commonWidth(rows);
    const equal = rows.filter(({ cells }) => cells.length === width).length;
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

/** Cells of one row, and the file's line on which it begins. */
interface Row {
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
function tableRows(found: readonly Row[]): {
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
function hasHeader([first, ...others]: readonly Row[]): boolean {
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

import Papa from 'papaparse';
import { failure, locate, type Place } from '../../base/problem.js';
import { isMissing, isNumber } from './numbers.js';
import { DELIMITERS, MAX_CELLS, type CsvReading, type CsvTable, type Delimiter } from './table.js';

const DETECT: CsvReading = { delimiter: null, headed: null };
const MAX_COLUMNS = 1_000;
const MAX_NAME = 100;
/** Papa Parse records every misplaced quote: more of them could exhaust the memory. */
const MAX_QUOTES = 4 * MAX_CELLS;

/**
 * Text from a table's bytes: UTF-8, or UTF-16 with a byte order mark.
 * @throws `bad-data` for any other encoding
 */
export function decodeText(bytes: Uint8Array, name: string): string {
  const [first, second] = bytes;
  const encoding =
    first === 0xff && second === 0xfe ? 'utf-16le' : first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    throw failure('bad-data/table-encoding', {}, { where: { kind: 'file', path: name } });
  }
}

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
  const delimiter = reading.delimiter ?? detectDelimiter(text);
  const { rows: records, lines } = splitCells(text, delimiter, name);
  const [first, ...others] = records;
  if (!first) throw failure('bad-data/empty-file', {});
  if (first.length > MAX_COLUMNS) {
    throw failure('bad-data/table-columns', { columns: first.length, most: MAX_COLUMNS });
  }
  const ragged = others.findIndex((row) => row.length !== first.length);
  if (ragged >= 0) {
    const facts = { found: others[ragged]!.length, expected: first.length };
    throw failure('bad-data/table-ragged', facts, { where: rowOf(name, lines[ragged + 1]!) });
  }
  const headed = reading.headed ?? first.some((cell) => !isNumber(cell) && !isMissing(cell));
  const rows = headed ? others : records;
  if (rows.length === 0) throw failure('bad-data/table-no-rows', {});
  return {
    delimiter,
    headed,
    header: headed ? uniqueNames(first) : first.map((_, i) => `column ${i + 1}`),
    rows,
    lines: headed ? lines.slice(1) : lines,
  };
}

/** The delimiter that splits the first rows into the most columns of equal number. */
function detectDelimiter(text: string): Delimiter {
  const sample = text
    .slice(0, 20_000)
    .split(/\r\n?|\n/, 20)
    .filter(Boolean);
  const unquoted = sample.map((line) => line.replace(/"(?:[^"]|"")*"/g, ''));
  const scores = DELIMITERS.map((delimiter) => {
    const counts = unquoted.map((line) => line.split(delimiter).length);
    const [first = 1] = counts;
    const equal = counts.filter((count) => count === first).length;
    return { delimiter, score: first > 1 ? first * (equal / counts.length) ** 4 : 0 };
  });
  return scores.reduce((best, one) => (one.score > best.score ? one : best)).delimiter;
}

/** Rows of trimmed cells, without empty rows, and the lines on which they begin. */
function splitCells(text: string, delimiter: Delimiter, name: string): { rows: string[][]; lines: number[] } {
  if (hasMoreQuotes(text, MAX_QUOTES)) throw failure('bad-data/table-quotes', {});
  const rows: string[][] = [];
  const lines: number[] = [];
  let cells = 0;
  let line = 1;
  let counted = 0;
  // A final line break, so that blanks between a last quote and the end of the file are skipped too.
  const clean = `${withoutBlanksBeforeQuotes(text.replace(/^\ufeff/, '').replace(/\r\n?/g, '\n'), delimiter)}\n`;
  Papa.parse<string[]>(clean, {
    delimiter,
    newline: '\n',
    // The fast mode would split the whole text before it can be stopped.
    fastMode: false,
    step: ({ data, errors: [problem], meta }) => {
      const start = line;
      for (; counted < meta.cursor; counted++) if (clean[counted] === '\n') line++;
      const row = data.map((cell) => cell.trim());
      if (problem) {
        const open = problem.code === 'MissingQuotes';
        throw failure(
          open ? 'bad-data/table-open-quote' : 'bad-data/table-text-after-quote',
          {},
          { where: rowOf(name, start) },
        );
      }
      if ((cells += row.length) > MAX_CELLS) throw failure('bad-data/table-cells', { most: MAX_CELLS });
      if (row.length === 1 && row[0] === '') return;
      rows.push(row);
      lines.push(start);
    },
  });
  return { rows, lines };
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

function uniqueNames(names: readonly string[]): string[] {
  const used = new Set<string>();
  return names.map((name, i) => {
    const wanted = name === '' ? `column ${i + 1}` : name.slice(0, MAX_NAME);
    let unique = wanted;
    for (let n = 2; used.has(unique); n++) unique = `${wanted} ${n}`;
    used.add(unique);
    return unique;
  });
}

const rowOf = (file: string, row: number): Place => ({ kind: 'cell', file, row, column: null });

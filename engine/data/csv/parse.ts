import Papa from 'papaparse';
import { LoomError } from '../../base/errors.js';
import { isMissing, isNumber } from './columns.js';
import { DELIMITERS, MAX_CELLS, type CsvReading, type CsvTable, type Delimiter } from './table.js';

const DETECT: CsvReading = { delimiter: null, headed: null };
const MAX_COLUMNS = 1_000;
const MAX_NAME = 100;
/** Papa Parse records every misplaced quote: more of them could exhaust the memory. */
const MAX_QUOTES = 4 * MAX_CELLS;

/**
 * Text from a table's bytes: UTF-8, or UTF-16 with a byte order mark.
 * @throws LoomError `bad-data` for any other encoding
 */
export function decodeText(bytes: Uint8Array, name: string): string {
  const [first, second] = bytes;
  const encoding =
    first === 0xff && second === 0xfe ? 'utf-16le' : first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    throw refused(name, 'it is not text in UTF-8; save it as UTF-8 and try again');
  }
}

/**
 * Parses a text table with quotes as in RFC 4180. Delimiter and header are detected unless `reading`
 * names them.
 * @throws LoomError `bad-data` with the row, the expectation and the actual content
 */
export function parseCsv(text: string, name: string, reading: CsvReading = DETECT): CsvTable {
  if (text.includes('\0')) throw refused(name, 'it holds zero bytes: this is no text table');
  const delimiter = reading.delimiter ?? detectDelimiter(text);
  const records = splitCells(text, delimiter, name);
  const [first, ...others] = records;
  if (!first) throw refused(name, 'it is empty');
  if (first.length > MAX_COLUMNS) {
    throw refused(name, `it has ${first.length} columns; at most ${MAX_COLUMNS} can be read`);
  }
  const ragged = others.findIndex((row) => row.length !== first.length);
  if (ragged >= 0) {
    const found = others[ragged]!.length;
    throw refused(
      name,
      `row ${ragged + 2} has ${found} ${found === 1 ? 'cell' : 'cells'}, but the first row has ${first.length}`,
    );
  }
  const headed = reading.headed ?? first.some((cell) => !isNumber(cell) && !isMissing(cell));
  const rows = headed ? others : records;
  if (rows.length === 0) throw refused(name, 'it has a header, but no rows');
  return {
    delimiter,
    headed,
    header: headed ? uniqueNames(first) : first.map((_, i) => `column ${i + 1}`),
    rows,
  };
}

/** The delimiter that splits the first rows into the most columns of equal number. */
function detectDelimiter(text: string): Delimiter {
  const sample = text.slice(0, 20_000).split(/\r?\n/, 20).filter(Boolean);
  const unquoted = sample.map((line) => line.replace(/"(?:[^"]|"")*"/g, ''));
  const scores = DELIMITERS.map((delimiter) => {
    const counts = unquoted.map((line) => line.split(delimiter).length);
    const [first = 1] = counts;
    const equal = counts.filter((count) => count === first).length;
    return { delimiter, score: first > 1 ? first * (equal / counts.length) ** 4 : 0 };
  });
  return scores.reduce((best, one) => (one.score > best.score ? one : best)).delimiter;
}

/** Rows of trimmed cells, without empty rows. */
function splitCells(text: string, delimiter: Delimiter, name: string): string[][] {
  if (hasMoreQuotes(text, MAX_QUOTES)) throw refused(name, 'it has too many quotation marks');
  const rows: string[][] = [];
  let cells = 0;
  // A final line break, so that blanks between a last quote and the end of the file are skipped too.
  Papa.parse<string[]>(`${withoutBlanksBeforeQuotes(text, delimiter)}\n`, {
    delimiter,
    newline: '\n',
    // The fast mode would split the whole text before it can be stopped.
    fastMode: false,
    step: ({ data, errors: [problem] }) => {
      const row = data.map((cell) => cell.trim());
      if (problem) {
        const number = rows.length + 1;
        throw problem.code === 'MissingQuotes'
          ? refused(name, `a quote that opens in row ${number} is never closed`)
          : refused(name, `row ${number} has text after a closing quote; write quotes in a cell twice`);
      }
      if ((cells += row.length) > MAX_CELLS) {
        const most = MAX_CELLS.toLocaleString('en-US');
        throw refused(name, `it has more than ${most} cells; take a part of it`);
      }
      if (row.length > 1 || row[0] !== '') rows.push(row);
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

function refused(name: string, why: string): LoomError {
  return new LoomError('bad-data', `${name} cannot be used: ${why}`, { where: name });
}

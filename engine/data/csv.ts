import { LoomError } from '../errors.js';

/** Cells of a text table, and how it was read. */
export interface CsvTable {
  readonly delimiter: string;
  /** From the first row, or `column 1`, `column 2`, … when that holds numbers too. */
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** A column as it can be used: numbers, with NaN where a cell is empty, or text, which has no values. */
export interface CsvColumn {
  readonly name: string;
  readonly values: Float64Array<ArrayBuffer> | null;
  /** Empty cells. */
  readonly missing: number;
}

/** The largest table that is read: more does not belong into a project file. */
export const MAX_CELLS = 500_000;
const MAX_COLUMNS = 1_000;
const DELIMITERS = [',', ';', '\t', '|'] as const;

/** Words that mean "no value" in tables. */
const MISSING = new Set(['', 'na', 'n/a', 'nan', 'null', 'none', '-', '?']);

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
    throw refuse(name, 'it is not text in UTF-8; save it as UTF-8 and try again');
  }
}

/**
 * Reads a table of text with quotes as RFC 4180 has them. The delimiter is the one that splits the first
 * rows into the most equal columns.
 * @throws LoomError `bad-data` with the row, what was expected and what was found
 */
export function parseCsv(text: string, name: string): CsvTable {
  if (text.includes('\0')) throw refuse(name, 'it holds zero bytes: this is no text table');
  const delimiter = detectDelimiter(text);
  const records = split(text, delimiter, name);
  const [first, ...others] = records;
  if (!first) throw refuse(name, 'it is empty');
  if (first.length > MAX_COLUMNS) {
    throw refuse(name, `it has ${first.length} columns; at most ${MAX_COLUMNS} can be read`);
  }
  const ragged = others.findIndex((row) => row.length !== first.length);
  if (ragged >= 0) {
    const found = others[ragged]!.length;
    throw refuse(name, `row ${ragged + 2} has ${found} cells, but the first row has ${first.length}`);
  }
  const headed = first.some((cell) => !isNumber(cell) && !isMissing(cell));
  const rows = headed ? others : records;
  if (rows.length === 0) throw refuse(name, 'it has a header, but no rows');
  return { delimiter, header: headed ? uniqueNames(first) : first.map((_, i) => `column ${i + 1}`), rows };
}

/** The columns of a table: numbers where every cell that is not empty is a number. */
export function csvColumns({ header, rows }: CsvTable): CsvColumn[] {
  return header.map((name, i) => {
    const cells = rows.map((row) => row[i]!);
    const missing = cells.filter(isMissing).length;
    const numeric = missing < cells.length && cells.every((cell) => isMissing(cell) || isNumber(cell));
    const values = numeric
      ? Float64Array.from(cells, (cell) => (isMissing(cell) ? NaN : toNumber(cell)))
      : null;
    return { name, values, missing };
  });
}

function detectDelimiter(text: string): string {
  const sample = text.slice(0, 20_000).split(/\r?\n/, 20).filter(Boolean);
  const scores = DELIMITERS.map((delimiter) => {
    const counts = sample.map((line) => unquoted(line).split(delimiter).length);
    const [first = 1] = counts;
    const equal = counts.filter((count) => count === first).length;
    return { delimiter, score: first > 1 ? first * (equal / counts.length) ** 4 : 0 };
  });
  return scores.reduce((best, one) => (one.score > best.score ? one : best)).delimiter;
}

const unquoted = (line: string) => line.replace(/"(?:[^"]|"")*"/g, '');

function split(text: string, delimiter: string, name: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = '';
  let cells = 0;
  let quoted = false;
  const endCell = () => {
    row.push(cell.trim());
    cell = '';
    if (++cells > MAX_CELLS) {
      throw refuse(name, `it has more than ${MAX_CELLS.toLocaleString('en-US')} cells; take a part of it`);
    }
  };
  const endRow = () => {
    endCell();
    if (row.length > 1 || row[0] !== '') rows.push(row);
    row = [];
  };
  for (let i = text.charCodeAt(0) === 0xfeff ? 1 : 0; i < text.length; i++) {
    const character = text[i]!;
    if (quoted) {
      if (character !== '"') cell += character;
      else if (text[i + 1] === '"') cell += text[++i]!;
      else quoted = false;
    } else if (character === '"' && cell.trim() === '') {
      cell = '';
      quoted = true;
    } else if (character === delimiter) endCell();
    else if (character === '\n') endRow();
    else if (character !== '\r') cell += character;
  }
  if (quoted) throw refuse(name, `a quote that opens in row ${rows.length + 1} is never closed`);
  if (cell !== '' || row.length > 0) endRow();
  return rows;
}

function uniqueNames(names: readonly string[]): string[] {
  const used = new Set<string>();
  return names.map((name, i) => {
    const wanted = name === '' ? `column ${i + 1}` : name.slice(0, 100);
    let unique = wanted;
    for (let n = 2; used.has(unique); n++) unique = `${wanted} ${n}`;
    used.add(unique);
    return unique;
  });
}

const isMissing = (cell: string) => MISSING.has(cell.toLowerCase());

const NUMBER = /^[+-]?(\d+([.,]\d*)?|[.,]\d+)(e[+-]?\d+)?$/i;

function isNumber(cell: string): boolean {
  return NUMBER.test(cell) && Number.isFinite(toNumber(cell));
}

/** A decimal comma counts as a point: such files separate cells by semicolons. */
const toNumber = (cell: string) => Number(cell.replace(',', '.'));

function refuse(name: string, why: string): LoomError {
  return new LoomError('bad-data', `${name} cannot be used: ${why}`, { where: name });
}

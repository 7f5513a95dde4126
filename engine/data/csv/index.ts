import { isMissing, isNumber } from './cells.js';
import { refuse } from './refuse.js';
import { detectDelimiter, splitCells, type Delimiter } from './split.js';

/** Cells of a text table, and how it was read. */
export interface CsvTable {
  readonly delimiter: Delimiter;
  /** Whether the first row has the names. */
  readonly headed: boolean;
  /** From the first row, or `column 1`, `column 2`, … when that holds numbers too. */
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** How a table is to be read; null is found out. */
export interface CsvReading {
  readonly delimiter: Delimiter | null;
  /** Whether the first row has the names. */
  readonly headed: boolean | null;
}

const DETECT: CsvReading = { delimiter: null, headed: null };
const MAX_COLUMNS = 1_000;

/**
 * Reads a table of text with quotes as RFC 4180 has them. What
 * `reading` leaves open is found out.
 * @throws LoomError `bad-data` with the row, what was expected and what was found
 */
export function parseCsv(text: string, name: string, reading: CsvReading = DETECT): CsvTable {
  if (text.includes('\0')) throw refuse(name, 'it holds zero bytes: this is no text table');
  const delimiter = reading.delimiter ?? detectDelimiter(text);
  const records = splitCells(text, delimiter, name);
  const [first, ...others] = records;
  if (!first) throw refuse(name, 'it is empty');
  if (first.length > MAX_COLUMNS) {
    throw refuse(name, `it has ${first.length} columns; at most ${MAX_COLUMNS} can be read`);
  }
  const ragged = others.findIndex((row) => row.length !== first.length);
  if (ragged >= 0) {
    const found = others[ragged]!.length;
    throw refuse(
      name,
      `row ${ragged + 2} has ${found} ${found === 1 ? 'cell' : 'cells'}, but the first row has ${first.length}`,
    );
  }
  const headed = reading.headed ?? first.some((cell) => !isNumber(cell) && !isMissing(cell));
  const rows = headed ? others : records;
  if (rows.length === 0) throw refuse(name, 'it has a header, but no rows');
  return {
    delimiter,
    headed,
    header: headed ? uniqueNames(first) : first.map((_, i) => `column ${i + 1}`),
    rows,
  };
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

import { basename, extname } from 'node:path';
import { problemOf, ProblemError, type Problem } from '../base/problem.js';
import { csvColumns } from '../data/csv/columns.js';
import { detectDelimiter, parseCsv } from '../data/csv/parse.js';
import type { CsvReading } from '../data/csv/table.js';
import type { EncodingId } from '../data/encodings.js';
import type { ImportedTable, RefusedTable, UnreadTable } from '../data/importedTable.js';
import { decodeText } from './decodeText.js';
import { beginning, PROBE_BYTES } from './import/container.js';
import { isText } from './tableFiles.js';

const SAMPLE_ROWS = 8;
const SAMPLE_CELL = 200;
const SAMPLE_LINES = 10;
/** Of these lines, as many stand before the one with the problem. */
const LINES_BEFORE = 3;

/** Settings for reading a table's file; null means to detect. */
export interface TableReading extends CsvReading {
  readonly encoding: EncodingId | null;
}

const DETECT: TableReading = { encoding: null, delimiter: null, headed: null };

/** The columns of a text table, with what was found of its form. Throws `bad-data` if it is none. */
export function readTable(path: string, bytes: Uint8Array, reading = DETECT): ImportedTable {
  const { text, encoding, broken } = decodeText(bytes, reading.encoding ?? undefined);
  const table = parseCsv(text, basename(path), reading);
  const [passedOver] = table.passedOver;
  return {
    name: basename(path, extname(path)),
    rows: table.rows.length,
    encoding,
    broken,
    delimiter: table.delimiter,
    headed: table.headed,
    passedOver: passedOver ? { ...passedOver, count: table.passedOver.length } : null,
    skipped: table.skipped,
    columns: csvColumns(table).map(({ unreadable, ...column }, i) => ({
      ...column,
      unreadable: unreadable && { ...unreadable, cell: unreadable.cell.slice(0, SAMPLE_CELL) },
      sample: table.rows.slice(0, SAMPLE_ROWS).map((row) => row[i]!.slice(0, SAMPLE_CELL)),
    })),
  };
}

/** The table, or the problem of reading it with these settings and the lines of the file around it. */
export function inspectTable(path: string, bytes: Uint8Array, reading = DETECT): ImportedTable | UnreadTable {
  try {
    return readTable(path, bytes, reading);
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    const problem = problemOf(error);
    const { text, encoding } = decodeText(bytes, reading.encoding ?? undefined);
    return {
      name: basename(path, extname(path)),
      encoding,
      delimiter: reading.delimiter ?? detectDelimiter(text),
      headed: reading.headed ?? true,
      problem,
      lines: linesAround(text, lineOf(problem)),
    };
  }
}

/** A file that is not read as a table, with its first lines if it is text. */
export async function refusedTable(path: string, problem: Problem): Promise<RefusedTable> {
  const head = await beginning(path, PROBE_BYTES).catch(() => new Uint8Array(0));
  const lines = isText(head) ? linesAround(decodeText(head).text, 1) : [];
  return { name: basename(path, extname(path)), problem, lines };
}

const lineOf = ({ where }: Problem) => (where?.kind === 'cell' && where.row) || 1;

function linesAround(text: string, line: number): UnreadTable['lines'] {
  const first = Math.max(1, line - LINES_BEFORE);
  const last = first + SAMPLE_LINES;
  return text
    .split(/\r\n?|\n/, last - 1)
    .slice(first - 1)
    .map((one, i) => ({ line: first + i, text: one.slice(0, SAMPLE_CELL) }));
}

import { basename, extname } from 'node:path';
import { csvColumns } from '../data/csv/columns.js';
import { parseCsv } from '../data/csv/parse.js';
import type { CsvReading } from '../data/csv/table.js';
import type { EncodingId } from '../data/encodings.js';
import type { ImportedTable } from '../data/importedTable.js';
import { decodeText } from './decodeText.js';

const SAMPLE_ROWS = 8;
const SAMPLE_CELL = 200;

/** Settings for reading a table's file; null means to detect. */
export interface TableReading extends CsvReading {
  readonly encoding: EncodingId | null;
}

const DETECT: TableReading = { encoding: null, delimiter: null, headed: null };

/** The columns of a text table, with what was found of its form. */
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
    columns: csvColumns(table).map(({ texts, unreadable, ...column }, i) => ({
      ...column,
      unreadable: unreadable && { ...unreadable, cell: unreadable.cell.slice(0, SAMPLE_CELL) },
      texts: texts && { kinds: [...texts.kinds], rows: texts.rows },
      sample: table.rows.slice(0, SAMPLE_ROWS).map((row) => row[i]!.slice(0, SAMPLE_CELL)),
    })),
  };
}

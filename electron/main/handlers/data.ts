import { basename, extname } from 'node:path';
import type { OpenDialogOptions } from 'electron';
import { failure } from '../../../engine/base/problem.js';
import { csvColumns } from '../../../engine/data/csv/columns.js';
import { parseCsv } from '../../../engine/data/csv/parse.js';
import type { CsvReading } from '../../../engine/data/csv/table.js';
import { readTableText } from '../../../engine/io/readTableText.js';
import type { ImportedTable } from '../../ipc/contract.js';
import { TABLE_EXTENSIONS } from '../files.js';
import type { HandlersOf } from '../ipc.js';
import type { Shell } from '../shell.js';

const TABLE_DIALOG: OpenDialogOptions = {
  title: 'Choose a table',
  properties: ['openFile'],
  filters: [
    { name: 'Tables (CSV, TSV)', extensions: TABLE_EXTENSIONS },
    { name: 'All files', extensions: ['*'] },
  ],
};
const SAMPLE_ROWS = 8;
const SAMPLE_CELL = 200;

/** The table that was opened last. */
class OpenedTable {
  #file: { readonly path: string; readonly text: string } | null = null;

  async open(path: string): Promise<ImportedTable> {
    this.#file = { path, text: await readTableText(path) };
    return this.read();
  }

  /** Reads it again, or for the first time. Throws `shell/no-table`. */
  read(reading?: CsvReading): ImportedTable {
    if (!this.#file) throw failure('shell/no-table', {});
    return readTable(this.#file.path, this.#file.text, reading);
  }
}

/** Handlers that read tables. */
export function dataHandlers({ desktop, files }: Shell): HandlersOf<'data'> {
  const table = new OpenedTable();
  return {
    'data.openTable': async (from) => {
      const path = from === 'dropped' ? files.takeDropped() : await desktop.askOpen(TABLE_DIALOG);
      return path === null ? null : table.open(path);
    },
    'data.readTable': (reading) => table.read(reading),
  };
}

function readTable(path: string, text: string, reading?: CsvReading): ImportedTable {
  const table = parseCsv(text, basename(path), reading);
  const [passedOver] = table.passedOver;
  return {
    name: basename(path, extname(path)),
    rows: table.rows.length,
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

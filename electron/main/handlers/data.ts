import type { OpenDialogOptions } from 'electron';
import { failure } from '../../../engine/base/problem.js';
import { readTable } from '../../../engine/io/readTable.js';
import { readTableText, type TableText } from '../../../engine/io/readTableText.js';
import { TABLE_EXTENSIONS } from '../../../engine/io/tableFiles.js';
import type { CsvReading } from '../../../engine/data/csv/table.js';
import type { ImportedTable } from '../../../engine/data/importedTable.js';
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

/** The table that was opened last. */
class OpenedTable {
  #file: { readonly path: string; readonly read: TableText } | null = null;

  async open(path: string): Promise<ImportedTable> {
    this.#file = { path, read: await readTableText(path) };
    return this.read();
  }

  /** Reads it again, or for the first time. Throws `shell/no-table`. */
  read(reading?: CsvReading): ImportedTable {
    if (!this.#file) throw failure('shell/no-table', {});
    return readTable(this.#file.path, this.#file.read, reading);
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

import type { OpenDialogOptions } from 'electron';
import type { HandlersOf } from '../ipc.js';
import type { Shell } from '../shell.js';
import { failure, familyOf, ProblemError } from '../../../engine/base/problem.js';
import type { ImportedTable, RefusedTable, UnreadTable } from '../../../engine/data/tableForm.js';
import {
  inspectTable,
  readTableFile,
  refusedTable,
  TABLE_EXTENSIONS,
  type TableFile,
  type TableReading,
} from '../../../engine/io/tableFiles.js';

const TABLE_DIALOG: OpenDialogOptions = {
  title: 'Choose a table',
  properties: ['openFile'],
  filters: [
    { name: 'Tables (CSV, TSV)', extensions: [...TABLE_EXTENSIONS, 'gz', 'zip'] },
    { name: 'All files', extensions: ['*'] },
  ],
};

/** The table that was opened last. */
class OpenedTable {
  #file: TableFile | null = null;

  /** Reads a file, or tells why it is refused. */
  async open(path: string): Promise<ImportedTable | UnreadTable | RefusedTable> {
    this.#file = null;
    try {
      this.#file = await readTableFile(path);
    } catch (error) {
      const { problem } = error instanceof ProblemError ? error : { problem: null };
      const isData = problem && (familyOf(problem.code) === 'bad-data' || problem.code === 'io/too-large');
      if (!isData) throw error;
      return refusedTable(path, problem);
    }
    return this.read();
  }

  /** Reads it again, or for the first time. Throws `shell/no-table`. */
  read(reading?: TableReading): ImportedTable | UnreadTable {
    if (!this.#file) throw failure('shell/no-table', {});
    return inspectTable(this.#file.name, this.#file.bytes, reading);
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

import { basename, extname } from 'node:path';
import { dialog } from 'electron';
import { failure } from '../../../engine/base/problem.js';
import { csvColumns } from '../../../engine/data/csv/columns.js';
import { parseCsv } from '../../../engine/data/csv/parse.js';
import type { CsvReading } from '../../../engine/data/csv/table.js';
import { readTableText } from '../../../engine/io/readTableText.js';
import type { ChannelName, ImportedTable } from '../../ipc/contract.js';
import type { Handlers } from '../answer.js';
import type { Shell } from '../shell.js';
import { TABLE_ENDINGS } from '../tableFiles.js';

const SAMPLE_ROWS = 8;
const SAMPLE_CELL = 200;

type Mine = Extract<ChannelName, `data.${string}`>;

/** Handlers that read tables. */
export function dataHandlers(shell: Shell): Pick<Handlers, Mine> {
  /** The last opened table. */
  let opened: { readonly path: string; readonly text: string } | null = null;
  return {
    'data.openTable': async (from) => {
      const path = from === 'dropped' ? shell.takeDropped() : await askForTable(shell);
      if (path === null) return null;
      opened = { path, text: await readTableText(path) };
      return readTable(opened.path, opened.text);
    },
    'data.readTable': (reading) => {
      if (!opened) throw failure('shell/no-table', {});
      return readTable(opened.path, opened.text, reading);
    },
  };
}

async function askForTable(shell: Shell): Promise<string | null> {
  const { canceled, filePaths } = await dialog.showOpenDialog(shell.window(), {
    title: 'Choose a table',
    properties: ['openFile'],
    filters: [
      { name: 'Tables (CSV, TSV)', extensions: TABLE_ENDINGS },
      { name: 'All files', extensions: ['*'] },
    ],
  });
  return canceled ? null : (filePaths[0] ?? null);
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

import { basename, extname, join } from 'node:path';
import { dialog } from 'electron';
import { failure } from '../../../engine/base/problem.js';
import { csvColumns } from '../../../engine/data/csv/columns.js';
import { decodeText, parseCsv } from '../../../engine/data/csv/parse.js';
import type { CsvReading } from '../../../engine/data/csv/table.js';
import { fetchCifar10, type Cifar10Origin } from '../../../engine/io/fetchCifar10.js';
import { readBounded } from '../../../engine/io/readBounded.js';
import type { ChannelName, ImportedTable } from '../../ipc/contract.js';
import type { Handlers } from '../answer.js';
import type { Shell } from '../shell.js';
import { TABLE_ENDINGS } from '../tableFiles.js';
import { throttle } from '../throttle.js';

/** A larger file would exceed the limit on cells. */
const MAX_TABLE_BYTES = 32 * 2 ** 20;
const SAMPLE_ROWS = 8;
const SAMPLE_CELL = 200;
/** Least time between two progress messages. */
const PROGRESS_MS = 100;

type Mine = Extract<ChannelName, `data.${string}`>;

/** Handlers that download CIFAR-10 and read tables. */
export function dataHandlers(shell: Shell): Pick<Handlers, Mine> {
  /** Aborts the current download of CIFAR-10. Only one may run: two would write the same files. */
  let fetching: AbortController | null = null;
  const fetchAlone = async (originOf: (signal: AbortSignal) => Cifar10Origin): Promise<true> => {
    if (fetching) throw failure('shell/busy', { with: 'download' });
    fetching = new AbortController();
    try {
      await fetchCifar10(join(shell.dataFolder, 'cifar-10'), originOf(fetching.signal));
      return true;
    } finally {
      fetching = null;
    }
  };
  /** The last opened table. */
  let opened: { readonly path: string; readonly text: string } | null = null;
  return {
    'data.chooseArchive': async () => {
      const { canceled, filePaths } = await dialog.showOpenDialog(shell.window(), {
        title: 'Choose cifar-10-binary.tar.gz',
        properties: ['openFile'],
        filters: [{ name: 'CIFAR-10 archive', extensions: ['gz', 'tgz'] }],
      });
      const [path] = filePaths;
      if (canceled || path === undefined) return null;
      return fetchAlone(() => ({ kind: 'archive', path }));
    },
    'data.download': async () => {
      const progress = throttle(PROGRESS_MS, (done: number, total: number | null) => {
        shell.push('downloadProgress', { done, total });
      });
      try {
        return await fetchAlone((signal) => ({ kind: 'download', progress: progress.call, signal }));
      } finally {
        progress.end();
      }
    },
    'data.cancelDownload': () => {
      fetching?.abort();
      return null;
    },
    'data.openTable': async (from) => {
      const path = from === 'dropped' ? shell.takeDropped() : await askForTable(shell);
      if (path === null) return null;
      const bytes = await readBounded(path, MAX_TABLE_BYTES);
      opened = { path, text: decodeText(bytes, basename(path)) };
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
    filters: [{ name: 'Tables (CSV, TSV)', extensions: TABLE_ENDINGS }],
  });
  return canceled ? null : (filePaths[0] ?? null);
}

function readTable(path: string, text: string, reading?: CsvReading): ImportedTable {
  const table = parseCsv(text, basename(path), reading);
  return {
    name: basename(path, extname(path)),
    rows: table.rows.length,
    delimiter: table.delimiter,
    headed: table.headed,
    columns: csvColumns(table).map(({ texts, ...column }, i) => ({
      ...column,
      texts: texts && { kinds: [...texts.kinds], rows: texts.rows },
      sample: table.rows.slice(0, SAMPLE_ROWS).map((row) => row[i]!.slice(0, SAMPLE_CELL)),
    })),
  };
}

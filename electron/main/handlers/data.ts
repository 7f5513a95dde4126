import { basename, extname, join } from 'node:path';
import { dialog } from 'electron';
import { csvColumns, decodeText, parseCsv } from '../../../engine/data/csv.js';
import { fetchCifar10 } from '../../../engine/io/fetchCifar10.js';
import { readBounded } from '../../../engine/io/readBounded.js';
import type { ChannelName, ImportedTable } from '../../ipc/contract.js';
import type { Handlers } from '../answer.js';
import type { Shell } from '../shell.js';
import { ShellError } from '../shellError.js';

/** A text of more bytes has more cells than are read. */
const MAX_TABLE_BYTES = 32 * 2 ** 20;
const SAMPLE_ROWS = 8;
const SAMPLE_CELL = 200;
/** Between two messages about a download. */
const PROGRESS_MS = 100;

type Mine = Extract<ChannelName, `data.${string}`>;

/** Getting data sets. */
export function dataHandlers(shell: Shell): Pick<Handlers, Mine> {
  /** What `data.cancelDownload` ends. */
  let stopDownload: AbortController | null = null;
  return {
    'data.chooseArchive': async () => {
      const { canceled, filePaths } = await dialog.showOpenDialog(shell.window(), {
        title: 'Choose cifar-10-binary.tar.gz',
        properties: ['openFile'],
        filters: [{ name: 'CIFAR-10 archive', extensions: ['gz', 'tgz'] }],
      });
      const [path] = filePaths;
      if (canceled || path === undefined) return null;
      await fetchCifar10(join(shell.dataFolder, 'cifar-10'), { kind: 'archive', path });
      return true;
    },
    'data.download': async () => {
      if (stopDownload) throw new ShellError('busy', 'CIFAR-10 is being downloaded already.');
      const stop = new AbortController();
      stopDownload = stop;
      let told = 0;
      const progress = (done: number, total: number | null) => {
        if (Date.now() - told < PROGRESS_MS) return;
        told = Date.now();
        shell.push('importProgress', { done, total });
      };
      await fetchCifar10(join(shell.dataFolder, 'cifar-10'), {
        kind: 'download',
        progress,
        signal: stop.signal,
      }).finally(() => (stopDownload = null));
      return true as const;
    },
    'data.cancelDownload': () => {
      stopDownload?.abort();
      return null;
    },
    'data.openTable': async () => {
      const { canceled, filePaths } = await dialog.showOpenDialog(shell.window(), {
        title: 'Choose a table',
        properties: ['openFile'],
        filters: [{ name: 'Tables (CSV, TSV)', extensions: ['csv', 'tsv', 'txt'] }],
      });
      const [path] = filePaths;
      return canceled || path === undefined ? null : openTable(path);
    },
  };
}

async function openTable(path: string): Promise<ImportedTable> {
  const file = basename(path);
  const bytes = await readBounded(path, MAX_TABLE_BYTES);
  const table = parseCsv(decodeText(bytes, file), file);
  return {
    name: basename(path, extname(path)),
    rows: table.rows.length,
    columns: csvColumns(table).map((column, i) => ({
      ...column,
      sample: table.rows.slice(0, SAMPLE_ROWS).map((row) => row[i]!.slice(0, SAMPLE_CELL)),
    })),
  };
}

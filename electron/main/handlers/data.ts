import { basename, extname, join } from 'node:path';
import { dialog } from 'electron';
import { csvColumns, decodeText, parseCsv } from '../../../engine/data/csv.js';
import { fetchCifar10 } from '../../../engine/io/fetchCifar10.js';
import { importFolder, type ImportOptions } from '../../../engine/io/importFolder.js';
import { saveOwnImages } from '../../../engine/io/ownImages.js';
import { readBounded } from '../../../engine/io/readBounded.js';
import type { ChannelName, ImportedImages, ImportedTable } from '../../ipc/contract.js';
import type { Handlers } from '../answer.js';
import type { Shell } from '../shell.js';
import { ShellError } from '../shellError.js';

/** A text of more bytes has more cells than are read. */
const MAX_TABLE_BYTES = 32 * 2 ** 20;
const SAMPLE_ROWS = 8;
const SAMPLE_CELL = 200;
const SKIPPED_TOLD = 100;
/** Between two messages about an import. */
const PROGRESS_MS = 100;

type Mine = Extract<ChannelName, `data.${string}`>;

/** Getting data sets. */
export function dataHandlers(shell: Shell): Pick<Handlers, Mine> {
  let importing: AbortController | null = null;
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
    'data.importImages': async ({ side, fit }) => {
      if (importing) throw new ShellError('busy', 'Another import is under way.');
      const { canceled, filePaths } = await dialog.showOpenDialog(shell.window(), {
        title: 'Choose a folder with a folder of images for each class',
        properties: ['openDirectory'],
      });
      const [folder] = filePaths;
      if (canceled || folder === undefined) return null;
      importing = new AbortController();
      try {
        return await importImages(shell, folder, { side, fit, signal: importing.signal });
      } finally {
        importing = null;
      }
    },
    'data.cancelImport': () => {
      importing?.abort();
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

async function importImages(
  shell: Shell,
  folder: string,
  options: Omit<ImportOptions, 'progress'>,
): Promise<ImportedImages> {
  let told = 0;
  const progress = (done: number, total: number) => {
    if (done < total && Date.now() - told < PROGRESS_MS) return;
    told = Date.now();
    shell.push('importProgress', { done, total });
  };
  const { set, skipped } = await importFolder(folder, { ...options, progress });
  const name = basename(folder);
  const id = await saveOwnImages(shell.dataFolder, name, set);
  return {
    id,
    name,
    side: set.side,
    classes: set.classNames.map((className, label) => ({
      name: className,
      images: set.labels.filter((one) => one === label).length,
    })),
    skippedCount: skipped.length,
    skipped: skipped.slice(0, SKIPPED_TOLD),
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

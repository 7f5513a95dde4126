import { problem, ProblemError } from '../../base/problem.js';
import { parseCsv } from '../../data/csv/parse.js';
import { decodeText } from '../decodeText.js';
import type { CsvTable } from '../../data/csv/table.js';
import { MAX_CLASSES } from '../../data/storedImages.js';
import { fileName, readEntry, type Container, type Entry, type Skipped } from './container.js';
import { labelingOf, lookOf, splitOf, type LabeledFile, type Labeling } from './labels.js';
import { isTestPath, withoutEnding } from './pathLabels.js';

const TABLE = /\.(csv|tsv|txt)$/i;
const MAX_TABLE_BYTES = 32 * 2 ** 20;
const MAX_TABLES = 20;
/** Most columns of one table that are offered as labels. */
const MAX_COLUMNS = 3;
const MAX_LABEL = 200;

/** Names of columns with labels, with those that hold words first. */
const LABEL_COLUMNS: readonly RegExp[] = [
  /^(label|class|category|target|species|breed)[ _-]?names?$/i,
  /^(labels?|class(es)?|categor(y|ies)|target|species|breed|diagnosis|y)$/i,
  /^(label|class|category|target)[ _-]?(id|idx|index|no|number)$/i,
];

interface Table {
  readonly entry: Entry;
  readonly table: CsvTable;
}

/** Labels images by the columns of tables beside them, which name an image and its label in each row. */
export async function tableLabels(container: Container, images: readonly Entry[]): Promise<Labeling[]> {
  const find = imageFinder(images);
  const tables = await readTables(container, find);
  return parts(tables).flatMap((part) => columnLabels(part, images, find));
}

async function readTables(container: Container, find: Find): Promise<Table[]> {
  const found: Table[] = [];
  const files = container.entries.filter(({ path, size }) => TABLE.test(path) && size <= MAX_TABLE_BYTES);
  for (const entry of files.slice(0, MAX_TABLES)) {
    try {
      const bytes = await readEntry(container, entry, MAX_TABLE_BYTES);
      const { text } = decodeText(bytes);
      let table = parseCsv(text, entry.path);
      // A first row that names an image is not a header, although all its cells are text.
      if (table.headed && table.header.some((cell) => find(cell, entry))) {
        table = parseCsv(text, entry.path, { delimiter: table.delimiter, headed: false });
      }
      if (table.header.length > 1) found.push({ entry, table });
    } catch (error) {
      // Any other text, which is listed among the files that are not images.
      if (!(error instanceof ProblemError)) throw error;
    }
  }
  return found;
}

/** Groups tables such as train.csv and val.csv, which have the same columns; any other is a group of its own. */
function parts(tables: readonly Table[]): Table[][] {
  const groups = new Map<string, Table[]>();
  for (const one of tables) {
    const split = splitOf(withoutEnding(fileName(one.entry)));
    const key = split ? JSON.stringify(one.table.header) : one.entry.path;
    const known = groups.get(key);
    if (known) known.push(one);
    else groups.set(key, [one]);
  }
  return [...groups.values()];
}

type Find = (cell: string, table: Entry) => Entry | null;

/** Finds the image that a cell names, with or without its folder and ending. */
function imageFinder(images: readonly Entry[]): Find {
  const byName = new Map<string, Entry[]>();
  const add = (key: string, entry: Entry) => {
    const known = byName.get(key);
    if (known) known.push(entry);
    else byName.set(key, [entry]);
  };
  for (const entry of images) {
    const name = fileName(entry);
    add(name, entry);
    if (withoutEnding(name) !== name) add(withoutEnding(name), entry);
  }
  return (cell, table) => {
    const path = cell.replaceAll('\\', '/').replace(/^(\.?\/)+/, '');
    let found = byName.get(path.slice(path.lastIndexOf('/') + 1)) ?? [];
    if (path.includes('/')) found = found.filter((entry) => endsWith(entry, path));
    // 0.png may lie in train/ and in test/: train.csv means the former.
    const stem = withoutEnding(fileName(table));
    if (found.length > 1) found = found.filter((entry) => entry.path.split('/').slice(0, -1).includes(stem));
    return found.length === 1 ? found[0]! : null;
  };
}

function endsWith({ path }: Entry, named: string): boolean {
  return [path, withoutEnding(path)].some((one) => one === named || one.endsWith(`/${named}`));
}

interface Row {
  readonly cells: readonly string[];
  readonly entry: Entry;
  /** True if the table is named for a test split. */
  readonly test: boolean;
}

/** A way to label the images for each column of labels. */
function columnLabels(group: readonly Table[], images: readonly Entry[], find: Find): Labeling[] {
  const { header } = group[0]!.table;
  const named = (column: number) =>
    group.flatMap(({ entry: file, table }) =>
      table.rows.flatMap((cells) => {
        const entry = find(cells[column] ?? '', file);
        return entry ? [{ cells, entry, test: splitOf(withoutEnding(fileName(file))) === 'test' }] : [];
      }),
    );
  const byColumn = header.map((_, column) => named(column));
  const rows = byColumn.reduce((best, one) => (one.length > best.length ? one : best));
  const count = group.reduce((sum, { table }) => sum + table.rows.length, 0);
  if (2 * rows.length < Math.min(count, images.length)) return [];
  const distinct = header.map((_, column) => new Set(rows.map(({ cells }) => cells[column] ?? '')));
  distinct.forEach((values) => values.delete(''));
  const split = distinct.findIndex(
    (values) => values.size > 1 && [...values].every((value) => splitOf(value)),
  );
  const rankOf = (column: number) => {
    const rank = LABEL_COLUMNS.findIndex((pattern) => pattern.test(header[column]!));
    return rank === -1 ? LABEL_COLUMNS.length : rank;
  };
  const usable = header
    .map((_, column) => column)
    .filter((column) => {
      const { size } = distinct[column]!;
      const few = rankOf(column) < LABEL_COLUMNS.length || 2 * size <= rows.length;
      return column !== split && size >= 2 && size <= MAX_CLASSES && few;
    })
    .sort((a, b) => rankOf(a) - rankOf(b));
  const known = usable.filter((column) => rankOf(column) < LABEL_COLUMNS.length);
  const title = group.map(({ entry }) => fileName(entry)).join(' and ');
  const tables = group.map(({ entry }) => entry.path);
  return (known.length > 0 ? known : usable).slice(0, MAX_COLUMNS).flatMap((column) => {
    const { labeled, passedOver } = labelsIn(rows, column, split, images);
    return labelingOf(`${title}: ${header[column]!}`, labeled, passedOver, tables) ?? [];
  });
}

/** The images with their labels in a column; an image with two different labels has none. */
function labelsIn(rows: readonly Row[], column: number, split: number, images: readonly Entry[]) {
  const spellings = new Map<string, string>();
  const found = new Map<Entry, LabeledFile | null>();
  for (const { cells, entry, test } of rows) {
    const cell = (cells[column] ?? '').slice(0, MAX_LABEL);
    if (cell === '') continue;
    const name = spellings.get(lookOf(cell)) ?? cell;
    spellings.set(lookOf(cell), name);
    const known = found.get(entry);
    const inTest = split >= 0 ? splitOf(cells[split] ?? '') === 'test' : test || isTestPath(entry);
    if (known === undefined) found.set(entry, { entry, name, test: inTest });
    else if (known?.name !== name) found.set(entry, null);
  }
  const passedOver: Skipped[] = [];
  for (const entry of images) {
    if (found.get(entry)) continue;
    const why = found.has(entry)
      ? problem('bad-data/skipped-two-labels', {})
      : problem('bad-data/skipped-not-in-table', {});
    passedOver.push({ file: entry.path, why });
  }
  return { labeled: [...found.values()].flatMap((one) => one ?? []), passedOver };
}

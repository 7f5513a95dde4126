import { problem, ProblemError } from '../../base/problem.js';
import { parseCsv } from '../../data/csv/parse.js';
import { MAX_CLASSES } from '../../data/imageSet.js';
import { decodeText } from '../decodeText.js';
import { type Container, type Entry, fileName, isImageName, readEntry, type Skipped } from './container.js';
import { jsonLines, jsonTables, type Rows } from './jsonTables.js';
import {
  isTestPath,
  type LabeledFile,
  type Labeling,
  labelingOf,
  lookOf,
  splitOf,
  withoutEnding,
} from './labels.js';

const TABLE = /\.(csv|tsv|txt)$/i;
const JSON_TEXT = /\.json$/i;
const JSON_LINES = /\.(jsonl|ndjson)$/i;
const MAX_TABLE_BYTES = 32 * 2 ** 20;
const MAX_TABLES = 20;
/** Most columns of one table that are offered as labels. */
const MAX_COLUMNS = 6;
const MAX_LABEL = 200;

/** Names of columns with labels, with those that hold words first. */
const LABEL_COLUMNS: readonly RegExp[] = [
  /^(label|class|category|target|species|breed)[ _-]?names?$/i,
  /^((.*[ _-]|rectangle|polygon|brush)?(labels?|class)|class(es)?|categor(y|ies)|target|species|breed|diagnosis|dx|choices?|y)$/i,
  /^(label|class|category|target)[ _-]?(id|idx|index|no|number)$/i,
];

interface Table extends Rows {
  readonly entry: Entry;
}

/**
 * Labels images by the columns of tables beside them, which name an image and its label in each row. Tables that label
 * more images come first.
 */
export async function tableLabels(container: Container, images: readonly Entry[]): Promise<Labeling[]> {
  const find = imageFinder(images);
  const tables = await readTables(container, images, find);
  const ways = parts(tables).flatMap((part) => columnLabels(part, images, find));
  return ways.sort((a, b) => b.images.length - a.images.length);
}

async function readTables(container: Container, images: readonly Entry[], find: Find): Promise<Table[]> {
  const found: Table[] = [];
  // A file for each image says what is where in it.
  const stems = new Set(images.map((entry) => withoutEnding(fileName(entry))));
  const files = container.entries.filter(
    (entry) =>
      [TABLE, JSON_TEXT, JSON_LINES].some((ending) => ending.test(entry.path)) &&
      entry.size <= MAX_TABLE_BYTES &&
      !stems.has(withoutEnding(fileName(entry))),
  );
  for (const entry of files.slice(0, MAX_TABLES)) {
    try {
      const { text } = decodeText(await readEntry(container, entry, MAX_TABLE_BYTES));
      const tables = JSON_TEXT.test(entry.path)
        ? jsonTables(text)
        : JSON_LINES.test(entry.path)
          ? jsonLines(text)
          : [delimited(text, entry, find)];
      found.push(...tables.filter(({ header }) => header.length > 1).map((table) => ({ entry, ...table })));
    } catch (error) {
      // Any other text, which is listed among the files that are not images.
      if (!(error instanceof ProblemError)) throw error;
    }
  }
  return found;
}

function delimited(text: string, entry: Entry, find: Find): Rows {
  const found = parseCsv(text, entry.path);
  // Two words a line, an image and its label, are too few to tell a table from prose by.
  const table =
    found.header.length === 1 && find(found.rows.at(-1)![0]!.split(' ')[0]!, entry)
      ? parseCsv(text, entry.path, { delimiter: ' ', headed: found.headed })
      : found;
  // A first row that names an image is not a header, although all its cells are text.
  if (!table.headed || !table.header.some((cell) => find(cell, entry))) return table;
  return parseCsv(text, entry.path, { delimiter: table.delimiter, headed: false });
}

/** The split that a table is named for, or its folder. */
const splitOfTable = (entry: Entry) =>
  splitOf(withoutEnding(fileName(entry))) ?? splitOf(entry.path.split('/').at(-2));

/** Groups tables such as train.csv and val.csv, which have the same columns; any other is a group of its own. */
function parts(tables: readonly Table[]): Table[][] {
  const groups = new Map<string, Table[]>();
  for (const one of tables) {
    const key = JSON.stringify([splitOfTable(one.entry) ? null : one.entry.path, one.header]);
    const known = groups.get(key);
    if (known) known.push(one);
    else groups.set(key, [one]);
  }
  return [...groups.values()];
}

interface Named {
  readonly entry: Entry;
  /** The number of parts at the end of the path that are as the cell says. */
  readonly agrees: number;
}
type Find = (cell: string, table: Entry) => Named | null;

/**
 * Finds the image that a cell names by its name, path or URL, with or without its ending, in capital letters or not.
 * Of several images of one name it is the one that agrees most with the cell's path, in or below the table's folder or
 * in a folder of the table's name: 0.png may lie in train/ and in test/, and train.csv means the former.
 */
function imageFinder(images: readonly Entry[]): Find {
  const byName = new Map<string, Entry[]>();
  for (const entry of images) {
    const name = lookOf(fileName(entry));
    for (const key of new Set([name, withoutEnding(name)])) {
      const known = byName.get(key);
      if (known) known.push(entry);
      else byName.set(key, [entry]);
    }
  }
  return (cell, table) => {
    if (cell.length > MAX_PATH) return null;
    const path = pathIn(cell);
    const name = path.at(-1);
    if (name === undefined) return null;
    const found =
      [name, ...(isImageName(name) ? [withoutEnding(name)] : []), name.replace(UPLOADED, '')]
        .map((one) => byName.get(one))
        .find((named) => named) ?? [];
    const folder = table.path.slice(0, table.path.lastIndexOf('/') + 1);
    const stem = withoutEnding(fileName(table));
    const ranked = found.map((entry) => {
      const parts = lookOf(entry.path).split('/');
      const agrees = path.findIndex((_, i) => i > 0 && path.at(-1 - i) !== parts.at(-1 - i));
      const near = (folder !== '' && entry.path.startsWith(folder)) || folders(entry).includes(stem);
      return { entry, agrees: agrees < 0 ? path.length : agrees, near };
    });
    ranked.sort((a, b) => b.agrees - a.agrees || Number(b.near) - Number(a.near));
    const [first, second] = ranked;
    const sure = first && (!second || second.agrees < first.agrees || second.near !== first.near);
    return sure ? first : null;
  };
}

const folders = ({ path }: Entry) => path.split('/').slice(0, -1);

const MAX_PATH = 2000;
/** Label Studio's addition to the name of a file that was uploaded. */
const UPLOADED = /^[0-9a-f]{8}-(?=.)/;

/** The parts of a path or a URL, as `lookOf` them. */
function pathIn(cell: string): string[] {
  let path = cell.trim();
  if (/^[a-z][a-z\d+.-]*:\/\//i.test(path)) {
    path = path.replace(/[?#].*$/, '').replace(/^[^:]*:\/\/[^/]*/, '');
    try {
      path = decodeURIComponent(path);
    } catch {
      // A percent sign that encodes nothing is a character of the name.
    }
  }
  return lookOf(path.replaceAll('\\', '/'))
    .split('/')
    .filter((part) => part !== '' && part !== '.');
}

interface Row {
  readonly cells: readonly string[];
  readonly entry: Entry;
  /** True if the table is named for a test split. */
  readonly test: boolean;
}

/** The rows whose cells in a column name images, and the first that names none. */
interface NamedRows {
  readonly rows: readonly Row[];
  readonly unknown: { readonly count: number; readonly first: string } | null;
}

function namedRows(group: readonly Table[], column: number, find: Find): NamedRows {
  const found = group.flatMap(({ entry: table, rows }) =>
    rows.map((cells) => {
      const cell = cells[column] ?? '';
      return { cells, cell, test: splitOfTable(table) === 'test', named: find(cell, table) };
    }),
  );
  // A row of a/0.png, which is missing, does not mean b/0.png, which another row names.
  const most = new Map<Entry, number>();
  for (const { named } of found) {
    if (named) most.set(named.entry, Math.max(named.agrees, most.get(named.entry) ?? 0));
  }
  const isNamed = ({ named }: (typeof found)[number]) => named && named.agrees === most.get(named.entry);
  const unknown = found.filter((one) => !isNamed(one));
  return {
    rows: found.filter(isNamed).map(({ cells, test, named }) => ({ cells, test, entry: named!.entry })),
    unknown: unknown[0] ? { count: unknown.length, first: unknown[0].cell } : null,
  };
}

/** A way to label the images for each column of labels, and one for columns that mark the label among them. */
function columnLabels(group: readonly Table[], images: readonly Entry[], find: Find): Labeling[] {
  const { header } = group[0]!;
  const byColumn = header.map((_, column) => namedRows(group, column, find));
  // Numbers of classes may name images too, 0.png and 1.png; names of images are those that name most.
  const named = byColumn.map(({ rows }) => new Set(rows.map(({ entry }) => entry)).size);
  const naming = named.indexOf(Math.max(...named));
  const { rows, unknown } = byColumn[naming]!;
  const count = group.reduce((sum, table) => sum + table.rows.length, 0);
  if (rows.length === 0 || 2 * rows.length < Math.min(count, images.length)) return [];
  const distinct = header.map((_, column) => new Set(rows.map(({ cells }) => cells[column] ?? '')));
  distinct.forEach((values) => values.delete(''));
  const split = distinct.findIndex(
    (values) => values.size > 1 && [...values].every((value) => splitOf(value)),
  );
  const marks = markColumns(header, rows, distinct);
  const rankOf = (column: number) => {
    const rank = LABEL_COLUMNS.findIndex((pattern) => pattern.test(header[column]!.trim()));
    return rank === -1 ? LABEL_COLUMNS.length : rank;
  };
  const usable = header
    .map((_, column) => column)
    .filter((column) => {
      const { size } = distinct[column]!;
      const few = rankOf(column) < LABEL_COLUMNS.length || 2 * size <= rows.length;
      const other = column === naming || column === split || marks.includes(column);
      return !other && size >= 2 && size <= MAX_CLASSES && few;
    })
    .sort((a, b) => rankOf(a) - rankOf(b));
  const known = usable.filter((column) => rankOf(column) < LABEL_COLUMNS.length);
  const title = group.map(({ entry }) => fileName(entry)).join(' and ');
  const notes = unknown
    ? [problem('bad-data/rows-without-image', { rows: unknown.count, first: unknown.first })]
    : [];
  const labeling = (name: string, labelOf: LabelOf): Labeling | [] => {
    const { labeled, passedOver } = labelsIn(rows, labelOf, split, images);
    const tables = group.map(({ entry }) => entry.path);
    return labelingOf(`${title}: ${name}`, labeled, passedOver, tables, notes) ?? [];
  };
  const columns = (known.length > 0 ? known : usable).slice(0, MAX_COLUMNS).map((column) => ({
    name: header[column]!,
    labelOf: (cells: Row['cells']) => cells[column] ?? '',
  }));
  const marked = {
    name: listed(marks.map((column) => header[column]!)),
    labelOf: markedLabel(header, marks),
  };
  return [...(marks.length > 0 ? [marked] : []), ...columns].flatMap(({ name, labelOf }) =>
    labeling(name, labelOf),
  );
}

/** The label in a row: empty if there is none, null if there are several. */
type LabelOf = (cells: Row['cells']) => string | null;

const MARK = /^(0|1)(\.0+)?$|^(true|false)$/i;
const isMarked = (cell: string | undefined) => /^(1|true)/i.test(cell?.trim() ?? '');
/** The least share of rows with exactly one mark. */
const MARKED_ONCE = 0.9;

/** Columns of zeros and ones, one for each class, of which most rows mark exactly one (one-hot); none if there are none. */
function markColumns(header: readonly string[], rows: readonly Row[], distinct: readonly Set<string>[]) {
  const columns = [...header.keys()].filter(
    (column) => distinct[column]!.size > 0 && [...distinct[column]!].every((cell) => MARK.test(cell.trim())),
  );
  const once = rows.filter(({ cells }) => columns.filter((column) => isMarked(cells[column])).length === 1);
  return columns.length >= 2 && once.length >= MARKED_ONCE * rows.length ? columns : [];
}

const markedLabel =
  (header: readonly string[], columns: readonly number[]): LabelOf =>
  (cells) => {
    const marked = columns.filter((column) => isMarked(cells[column]));
    return marked.length > 1 ? null : marked.length === 1 ? header[marked[0]!]!.trim() : '';
  };

/** Names of columns, the last of many left out. */
function listed(names: readonly string[]): string {
  const shown = names.slice(0, 4).map((name) => name.trim());
  return [...shown, ...(names.length > shown.length ? ['…'] : [])].join(', ');
}

/** The images with their labels; an image with two different labels has none. */
function labelsIn(rows: readonly Row[], labelOf: LabelOf, split: number, images: readonly Entry[]) {
  const spellings = new Map<string, string>();
  const found = new Map<Entry, LabeledFile | null>();
  for (const { cells, entry, test } of rows) {
    const label = labelOf(cells)?.slice(0, MAX_LABEL);
    if (label === '') continue;
    if (label === undefined) {
      found.set(entry, null);
      continue;
    }
    const name = spellings.get(lookOf(label)) ?? label;
    spellings.set(lookOf(label), name);
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

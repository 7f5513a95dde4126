import { stat } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { failure, locate, type Problem, ProblemError, problemOf } from '../base/problem.js';
import { csvColumns } from '../data/csv/columns.js';
import { detectDelimiter, parseCsv } from '../data/csv/parse.js';
import type { CsvReading } from '../data/csv/table.js';
import type { EncodingId } from '../data/encodings.js';
import type { ImportedTable, RefusedTable, UnreadTable } from '../data/tableForm.js';
import { decodeText } from './decodeText.js';
import { archiveKind, fileKind } from './fileKinds.js';
import { readBounded } from './files.js';
import {
  beginning,
  type Container,
  type Entry,
  fileName,
  gunzipHead,
  isGzip,
  isImageName,
  PROBE_BYTES,
  readEntry,
} from './import/container.js';
import { zip } from './import/zip.js';

/** File extensions of text tables. */
export const TABLE_EXTENSIONS = ['csv', 'tsv', 'tab', 'txt', 'data', 'dat'];

/** A larger file would exceed the limit on cells. */
const MAX_TABLE_BYTES = 32 * 2 ** 20;

/** The name and the bytes of a text table, as they are in an archive if it is the only one there. */
export interface TableFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** The kind of data in a file or folder, by its contents; by its extension where they can't be read. */
export async function dataKind(path: string): Promise<'table' | 'images'> {
  const named = isTable(path) ? 'table' : 'images';
  try {
    if ((await stat(path)).isDirectory()) return 'images';
    const head = await beginning(path, PROBE_BYTES);
    if (isGzip(head)) return isOther(gunzipHead(head)) || isText(gunzipHead(head)) ? 'table' : 'images';
    if (zip.recognizes(head)) return await inZip(path, ({ entries }) => Promise.resolve(hasTables(entries)));
    if (isOther(head)) return 'table';
    return isText(head) && !isImageName(path) && !/^(P[1-6]\s|\s*<)/.test(latin(head)) ? 'table' : named;
  } catch {
    return named;
  }
}

/**
 * Reads a text table's bytes, also from a gzip file or a zip archive with one table.
 * @throws ProblemError `io` if it can't be read or is too large, `bad-data` if it is a table of another kind
 */
export function readTableFile(path: string): Promise<TableFile> {
  const name = basename(path);
  return locate({ kind: 'file', path: name }, async () => {
    const bytes = await readBounded(path, MAX_TABLE_BYTES);
    if (zip.recognizes(bytes)) return inZip(path, readOnlyTable);
    if (!isGzip(bytes)) return ofText({ name, bytes });
    return ofText({ name: name.replace(/\.gz$/i, ''), bytes: await unpacked(bytes) });
  });
}

/** True for a kind that is named instead of read; the files of CIFAR-10 are pickles, too. */
function isOther(head: Uint8Array): boolean {
  const kind = fileKind(head);
  return kind !== undefined && kind !== 'pickle';
}

const isTable = (path: string): boolean => TABLE_EXTENSIONS.includes(extname(path).slice(1).toLowerCase());

const latin = (bytes: Uint8Array) => Buffer.from(bytes.subarray(0, PROBE_BYTES)).toString('latin1');

/** True if bytes have no controls but tabs and line breaks. */
const isText = (head: Uint8Array): boolean => head.length > 0 && !/[^\t\n\f\r\x20-\xff]/.test(latin(head));

function ofText(file: TableFile): TableFile {
  const kind = fileKind(file.bytes);
  if (kind) throw failure('bad-data/file-kind', { kind });
  return file;
}

async function unpacked(bytes: Uint8Array): Promise<Uint8Array> {
  try {
    return await promisify(gunzip)(bytes, { maxOutputLength: MAX_TABLE_BYTES });
  } catch (cause) {
    const isLarge = (cause as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE';
    throw isLarge
      ? failure('bad-data/table-unpacked', { most: MAX_TABLE_BYTES }, { cause })
      : failure('bad-data/entry-damaged', {}, { cause });
  }
}

async function inZip<T>(path: string, read: (container: Container) => Promise<T>): Promise<T> {
  const container = await zip.open(path);
  try {
    return await read(container);
  } finally {
    await container.close();
  }
}

const README = /^(readme|licen[cs]e|notes?|description|about)\b/i;

/** The tables in an archive, without the texts that describe them. */
const tablesIn = (entries: readonly Entry[]) => {
  const tables = entries.filter(({ path }) => isTable(path));
  const others = tables.filter((entry) => !README.test(fileName(entry)));
  return others.length > 0 ? others : tables;
};
const hasTables = (entries: readonly Entry[]) =>
  archiveKind(entries) || (tablesIn(entries).length > 0 && !entries.some(({ path }) => isImageName(path)))
    ? 'table'
    : 'images';

async function readOnlyTable(container: Container): Promise<TableFile> {
  const kind = archiveKind(container.entries);
  if (kind) throw failure('bad-data/file-kind', { kind });
  const tables = tablesIn(container.entries);
  const [only, ...others] = tables;
  if (!only || others.length > 0) {
    throw failure('bad-data/table-archive', { tables: tables.map(({ path }) => path) });
  }
  return ofText({ name: fileName(only), bytes: await readEntry(container, only, MAX_TABLE_BYTES) });
}

const SAMPLE_ROWS = 8;
const SAMPLE_CELL = 200;
const SAMPLE_LINES = 10;
/** Of these lines, as many stand before the one with the problem. */
const LINES_BEFORE = 3;

/** Settings for reading a table's file; what is null or absent is detected. */
export interface TableReading extends CsvReading {
  readonly encoding?: EncodingId | null;
}

/** The columns of a text table, with what was found of its form. Throws `bad-data` if it is none. */
export function readTable(path: string, bytes: Uint8Array, reading: TableReading = {}): ImportedTable {
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
    decimal: table.decimal,
    names: table.names,
    units: table.units,
    keepUnits: reading.keepUnits ?? false,
    passedOver: passedOver ? { ...passedOver, count: table.passedOver.length } : null,
    skipped: table.skipped,
    columns: csvColumns(table).map(({ unreadable, ...column }, i) => ({
      ...column,
      unreadable: unreadable && { ...unreadable, cell: unreadable.cell.slice(0, SAMPLE_CELL) },
      sample: table.rows.slice(0, SAMPLE_ROWS).map((row) => row[i]!.slice(0, SAMPLE_CELL)),
    })),
  };
}

/** The table, or the problem of reading it with these settings and the lines of the file around it. */
export function inspectTable(
  path: string,
  bytes: Uint8Array,
  reading: TableReading = {},
): ImportedTable | UnreadTable {
  try {
    return readTable(path, bytes, reading);
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    const problem = problemOf(error);
    const { text, encoding } = decodeText(bytes, reading.encoding ?? undefined);
    return {
      name: basename(path, extname(path)),
      encoding,
      delimiter: reading.delimiter ?? detectDelimiter(text),
      headed: reading.headed ?? true,
      problem,
      lines: linesAround(text, lineOf(problem)),
    };
  }
}

/** A file that is not read as a table, with its first lines if it is text. */
export async function refusedTable(path: string, problem: Problem): Promise<RefusedTable> {
  const head = await beginning(path, PROBE_BYTES).catch(() => new Uint8Array(0));
  const lines = isText(head) ? linesAround(decodeText(head).text, 1) : [];
  return { name: basename(path, extname(path)), problem, lines };
}

const lineOf = ({ where }: Problem) => (where?.kind === 'cell' && where.row) || 1;

function linesAround(text: string, line: number): UnreadTable['lines'] {
  const first = Math.max(1, line - LINES_BEFORE);
  const last = first + SAMPLE_LINES;
  return text
    .split(/\r\n?|\n/, last - 1)
    .slice(first - 1)
    .map((one, i) => ({ line: first + i, text: one.slice(0, SAMPLE_CELL) }));
}

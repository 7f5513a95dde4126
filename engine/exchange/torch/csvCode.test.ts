import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import iconv from 'iconv-lite';
import { afterAll, expect, it } from 'vitest';
import { cellsOf, isText, type Table } from '../../data/table.js';
import { wereNumbers } from '../../data/preparedTable.js';
import type { UnreadableUse } from '../../data/tableForm.js';
import { readTable } from '../../io/tableFiles.js';
import { defaultChoice, hasClasses, tableProject, withTextColumns } from '../../project/tableProject.js';
import { dataCode } from './dataCode.js';

const folder = mkdtempSync(join(tmpdir(), 'loom-csv-code-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Prints the rows that generated code reads, once for each file and its code. */
const READ_ALL = `
import csv, io, json, math, re, sys, unicodedata
from pathlib import Path
found = []
for code, path in json.load(sys.stdin):
    names = dict(globals())
    exec(code, names)
    found.append(names["read"](path))
print(json.dumps(found))
`;

type Value = number | string | null;

/** The rows of a table with numbers where the generated code makes numbers of texts. */
function rowsOf({ columns }: Table, names: readonly string[]): Record<string, Value>[] {
  const values = names.map((name): Value[] => {
    const column = columns[name]!;
    if (!isText(column)) return [...column];
    const kinds = wereNumbers(column) ? column.kinds.map(Number) : column.kinds;
    return column.rows.map((row) => (row === null ? null : kinds[row]!));
  });
  const rows = cellsOf(columns[names[0]!]!).keys();
  return Array.from(rows, (row) => Object.fromEntries(names.map((name, i) => [name, values[i]![row]!])));
}

interface Case {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly unreadable?: UnreadableUse;
}

const csvCases = new URL('../../data/csv/__fixtures__/', import.meta.url);
const fixtures = [
  'comment.csv',
  'currency.csv',
  'excel_err.csv',
  'inf.csv',
  'iris.data',
  'missing_tokens.csv',
  'percent.csv',
  'sep_line.csv',
  'thousands.csv',
  'thousands_mixed.csv',
  'title_row2.csv',
  'total_row.csv',
  'trailing_comma_rows.csv',
  'whitespace.data',
].map((name): Case => ({ name, bytes: readFileSync(new URL(name, csvCases)) }));

const KOREAN = '지역;면적;값\n서울;12,5;1.000\n부산;7;2.000,5\n서울;8;-3\n';
const encoded = (name: string, text: string, encoding: string): Case => ({
  name,
  bytes: iconv.encode(text, encoding, { addBOM: encoding.startsWith('utf') }),
});
const WRITTEN: readonly Case[] = [
  encoded('korean.csv', KOREAN, 'cp949'),
  encoded('utf16.csv', KOREAN, 'utf-16le'),
  encoded('bom.csv', KOREAN, 'utf-8'),
  encoded('western.csv', 'Größe,Preis,Straße\n1.5,€3,Weg\n2.5,€4,Allée\n3.5,5,Weg\n', 'cp1252'),
  encoded('japanese.csv', '名前,身長\n東京の人,1.5\n大阪の人,2.5\n東京の人,3.5\n', 'shift_jis'),
  encoded('lone returns.txt', 'a\tb\r1\t"x\ny"\r2\t"u, v"\r3\t"x\ny"\r', 'ascii'),
  encoded('names.csv', 'a,a,,it\'s "x"\n1,2,3,4\n5,6,7,8\n', 'ascii'),
  encoded('cells.csv', 'a,b,c,d\n"(1,000)",−3,1.5D2,"1,5"\n5-,12,2D-1,"2,5"\n7,3,4,"1.000,5"\n', 'utf-8'),
  encoded('units.csv', 'a,b,c\n12 cm,USD 5,"007"\n7.5 cm,USD 1.50,="008"\n1 cm,USD 3,\'9\'\n', 'utf-8'),
  encoded('rows.txt', '"a" "b" "c"\n"x 1" 1 2 7\n"x 2" 3 4 8\n"x 1" 5 6 9\n', 'ascii'),
  encoded('commented.txt', '# a b c\n1 2 7\n3 4 8\n5 6 9\n', 'ascii'),
  encoded('commented.csv', '#a,b c,c\n1,2,7\n3,4,8\n5,6,9\n', 'ascii'),
  encoded('codes.csv', 'zip,b,c\n00501,2,7\n10115,4,8\n00501,6,9\n', 'ascii'),
  encoded('blanks.txt', '  18.0   8  "ford  torino"\n 15.0   6  "vw"\n 9 4 "vw"\n', 'ascii'),
];

const numbers = Array.from({ length: 20 }, (_, i) => `${i},${i % 3},${i}%`).join('\n');
const BAD = `\n,1,3%\n5 k,1,4%\n6,1,n/k\n7,#N/A,5\n`;
const bad = (unreadable: UnreadableUse): Case => ({
  name: `${unreadable}.csv`,
  bytes: Buffer.from(`a,b,c\n${numbers}${BAD}`),
  unreadable,
});

/** The generated code for a file, and the rows that it should read. */
function expected({ name, bytes, unreadable }: Case) {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  const imported = readTable(path, bytes);
  const uses = new Map(unreadable ? imported.columns.map((column) => [column.name, unreadable]) : []);
  const choice = defaultChoice(withTextColumns(imported, uses));
  const target = imported.columns.find((column) => column.name === choice.target)!;
  const { data } = tableProject(imported, { ...choice, classes: hasClasses(target), unreadable: uses });
  if (data.source.kind !== 'inline' || !('inputs' in data)) throw new Error('not a table');
  const code = dataCode(data);
  return { path, code, rows: rowsOf(data.source, [...data.inputs, ...data.targets]) };
}

it('reads every kind of file in Python as it was imported', () => {
  const cases = [...fixtures, ...WRITTEN, bad('empty'), bad('omit'), bad('text')].map(expected);
  const { stdout, stderr, status, error } = spawnSync('python3', ['-c', READ_ALL], {
    input: JSON.stringify(cases.map(({ code, path }) => [code, path])),
    encoding: 'utf8',
  });
  // Without Python, at least the codes say how they read.
  if (error) {
    expect(cases.every(({ code }) => code.includes('.decode('))).toBe(true);
    return;
  }
  expect(status, stderr).toBe(0);
  const found = JSON.parse(stdout) as Record<string, Value>[][];
  cases.forEach(({ path, rows }, i) => expect(usedCells(found[i]!, rows), path).toEqual(rows));
});

/** The cells that are in `rows` too, those of plain columns as the numbers that they become later. */
function usedCells(read: readonly Record<string, Value>[], rows: readonly Record<string, Value>[]) {
  const names = Object.keys(rows[0]!);
  const numeric = new Set(names.filter((name) => rows.some((row) => typeof row[name] === 'number')));
  const cell = (name: string, value: Value) => (numeric.has(name) && value !== null ? Number(value) : value);
  return read.map((row) => Object.fromEntries(names.map((name) => [name, cell(name, row[name]!)])));
}

it('leaves rows out, or fills cells, or makes a column text, as chosen', () => {
  expect(expected(bad('empty')).rows).toHaveLength(24);
  expect(expected(bad('omit')).rows).toHaveLength(21);
  expect(expected(bad('text')).rows[21]).toMatchObject({ a: '5 k' });
});

import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { csvColumns } from './columns.js';
import { parseCsv } from './parse.js';

const read = (name: string) => readFileSync(new URL(`__fixtures__/${name}`, import.meta.url), 'utf8');
const values = (text: string) =>
  csvColumns(parseCsv(text, 't.csv')).map((column) => column.values && [...column.values]);
const unreadable = (text: string) =>
  csvColumns(parseCsv(text, 't.csv')).map(
    ({ unreadable: cells }) => cells && { count: cells.rows.length, line: cells.line, cell: cells.cell },
  );

it('reads a comma between groups of three digits as a thousand', () => {
  const [, area, price] = values(read('thousands.csv'));
  expect(area!.slice(0, 2)).toEqual([1000, 1037]);
  expect(price!.slice(0, 2)).toEqual([100_000, 112_345]);
  expect(values(read('thousands_mixed.csv'))[1]!.slice(5, 7)).toEqual([985, 1022]);
});

it.each([
  ['semicolons', 'a;b\n1,000;1\n2,500;2', [1, 2.5]],
  ['other cells of the column', 'a,b\n"1,000",1\n"0,5",2', [1, 0.5]],
  ['other cells of the file', 'a\tb\n1,000\t0,5\n2,500\t1,5', [1, 2.5]],
  ['points for the thousands', 'a;b\n1.000,5;1\n2.000,0;2', [1000.5, 2000]],
])('reads a decimal comma because of %s', (_, text, expected) => {
  expect(values(text)[0]).toEqual(expected);
});

it.each([
  ['points between semicolons', 'a;b\n1.001;1\n0.998;2', [1.001, 0.998]],
  ['thousands between semicolons', 'a;b\n1,000.5;1\n2,000;2', [1000.5, 2000]],
  ['spaces and apostrophes', "a,b\n1 000,1\n2'000'000,2", [1000, 2_000_000]],
  ['negative currency', 'a,b\n-$1.50,1\n"($1,000.00)",2', [-1.5, -1000]],
  ['euros', 'a;b\n1,50 €;1\n€ 2,50;2', [1.5, 2.5]],
])('reads %s', (_, text, expected) => {
  expect(values(text)[0]).toEqual(expected);
});

it('reads percent and currency as written', () => {
  expect(values(read('percent.csv'))[1]!.slice(0, 3)).toEqual([0, 0.5, 1]);
  expect(values(read('currency.csv'))[0]!.slice(0, 3)).toEqual([0.5, 1.5, 2.5]);
});

it.each([
  ['excel_err.csv', [NaN, 3, NaN, 5], { count: 2, line: 2, cell: '#N/A' }],
  ['inf.csv', [NaN, 3, NaN, 5], { count: 2, line: 2, cell: 'inf' }],
  ['missing_tokens.csv', [NaN, NaN, NaN, NaN, -999, NaN, NaN, NaN], { count: 4, line: 3, cell: '.' }],
])('keeps a column of numbers and counts the cells that are none: %s', (name, expected, first) => {
  expect(values(read(name))[1]).toEqual(expected);
  expect(unreadable(read(name))[1]).toEqual(first);
});

it('does not mix percentages with plain numbers, and allows few other words', () => {
  const tenths = Array.from({ length: 12 }, (_, i) => `${i},1\n`).join('');
  expect(unreadable(`a,b\n${tenths}5%,1`)[0]).toEqual({ count: 1, line: 14, cell: '5%' });
  expect(unreadable(`a,b\n${tenths}x,1`)[0]).toEqual({ count: 1, line: 14, cell: 'x' });
  expect(values('a,b\n1,1\n2,1\nB,1')[0]).toBeNull();
});

it('names the file’s lines, not the rows', () => {
  expect(unreadable('a,b\n\n"x\ny",1\r\n"x\ny",inf\n')[1]).toEqual({ count: 1, line: 5, cell: 'inf' });
  expect(unreadable('a,b\r1,1\rinf,2\r')[0]).toMatchObject({ line: 3 });
});

const table = (name: string) => parseCsv(read(name), name);

it.each([
  ['comment.csv', ['time', 'temp'], 3, [4, 5, 6], ['comment', 'comment']],
  ['sep_line.csv', ['a', 'b', 'c'], 2, [3, 4], []],
  ['title_row2.csv', ['rooms', 'area', 'price'], 3, [4, 5, 6], ['comment']],
  ['total_row.csv', ['a', 'b', 'c'], 10, [2, 3, 4], ['total']],
  ['trailing_comma_rows.csv', ['a', 'b', 'c'], 10, [2, 3, 4], []],
])('finds the table in %s', (name, header, rows, lines, passed) => {
  const found = table(name);
  expect([found.header, found.rows.length, found.lines.slice(0, 3)]).toEqual([header, rows, lines]);
  expect(found.passedOver.map(({ why }) => why)).toEqual(passed);
});

it.each(['iris_no_header.csv', 'header_only_numbers_last_text.csv', 'iris.data'])(
  'takes the first row of %s as data although one column is text',
  (name) => {
    const { headed, lines } = table(name);
    expect([headed, lines[0]]).toEqual([false, 1]);
  },
);

it('takes a first row of names and years as names', () => {
  expect(parseCsv('country,2019,2020\nA,1,2\nB,3,4', 't.csv').headed).toBe(true);
  expect(parseCsv('a,b,1\n1,2,x\n3,4,y', 't.csv').headed).toBe(true);
});

it.each(['whitespace.csv', 'whitespace.data'])('reads columns aligned by spaces: %s', (name) => {
  expect(table(name).delimiter).toBe(' ');
  expect(values(read(name)).map((column) => column![1])).toEqual([0.1, 17, 2.31, 0, 25]);
});

it('separates by blanks, but not within quotes; prose is no table', () => {
  const cars = '18.0   8   307.0\t"chevrolet  malibu"\n15.0   8   350.0\t"buick skylark"  \n';
  expect(parseCsv(cars, 't.data').rows[0]).toEqual(['18.0', '8', '307.0', 'chevrolet  malibu']);
  expect(parseCsv('New York\t5\nLos Angeles\t6', 't.txt').delimiter).toBe('\t');
  expect(parseCsv('some words\nother words', 't.txt').header).toEqual(['some words']);
});

it('names rows of another length instead of refusing the file', () => {
  expect(parseCsv('a,b\n1,2\n3\n4,5', 't.csv')).toMatchObject({
    rows: [
      ['1', '2'],
      ['4', '5'],
    ],
    passedOver: [{ why: 'ragged', line: 3, found: 1, expected: 2 }],
  });
});

it.each([
  ['a unit', 'a,b\n12 cm,1\n7.5 cm,2', [12, 7.5]],
  ['a currency in words', 'a;b\nUSD 1,50;1\nUSD 2,50;2', [1.5, 2.5]],
  ['Indian groups', 'a,b\n"12,34,567",1\n"1,00,000",2', [1_234_567, 100_000]],
  ['a minus sign that is not a hyphen', 'a,b\n−1.5,1\n–2,2', [-1.5, -2]],
  ['a minus at the end', 'a,b\n5-,1\n6,2', [-5, 6]],
  ['the exponents of Fortran', 'a,b\n1.5D+02,1\n2D-1,2', [150, 0.2]],
  ['digits of other scripts', 'a,b\n٣٤,1\n１２.５,2', [34, 12.5]],
  ['single quotes', "'a','b'\n'1','x'\n'2','y'", [1, 2]],
  ['the formulas of text cells', 'a,b\n="7",1\n="8",2', [7, 8]],
])('reads numbers with %s', (_, text, expected) => {
  expect(values(text)[0]).toEqual(expected);
});

it('does not mix units, and names like 1stFloor stay names', () => {
  expect(values('a,b\n1 m,1\n5 cm,2\n2 m,3')[0]).toBeNull();
  expect(values('a,b\n1k,1\n500,2')[0]).toBeNull();
  expect(parseCsv('1stFloor,2ndFloor\n1,2\n3,4', 't.csv').headed).toBe(true);
});

it.each(['nil', '.a', '<0.5', 'unknown', '1.#INF', '(null)', 'n.a.', 'n.d.', 'no data'])(
  'keeps a column of numbers with many cells of %s, and counts them',
  (word) => {
    expect(unreadable(`a,b\n1,1\n${word},2\n3,3\n${word},4`)[0]).toEqual({ count: 2, line: 3, cell: word });
    expect(unreadable(`a,b\nx,1\n${word},2\ny,3`)[0]).toBeNull();
  },
);

it.each([
  ['units', 'height,weight,group\ncm,kg,\n170.5,60,a\n180.5,70,b\n', 2],
  ['units in brackets', 'height;width\n(m);(m)\n1;2\n2;3\n', 2],
  ['a second line of names', 'group,size,size\n,width,height\na,1,2\nb,2,3\n', 2],
])('passes over %s below the names', (_, text, rows) => {
  const found = parseCsv(text, 't.csv');
  expect(found.passedOver).toMatchObject([{ why: 'units', line: 2 }]);
  expect([found.rows.length, found.skipped]).toEqual([rows, [2]]);
});

it.each([
  ['a number among the words', 'a,b\nx,1\n2,3\n4,5\n'],
  ['the text of another row', 'kind,size\ncat,big\ncat,2\ndog,3\n'],
  ['what stands for no value', 'a,b\nunknown,#N/A\n1,2\n3,4\n'],
  ['text in all columns', 'name,note\nAnn,hello\nBen,bye\nCy,1 or 2\n'],
])('keeps a first row with %s', (_, text) => {
  expect(parseCsv(text, 't.csv').passedOver).toEqual([]);
});

it.each([
  ['repeated names', 'a,b\n1,2\na,b\n3,4', 'comment', 3],
  ['a rule of Markdown', '| a | b |\n|---|:-:|\n| 1 | 2 |\n| 3 | 4 |', 'comment', 2],
  ['a comment with commas', '// a, b\na,b\n1,2\n3,4', 'comment', 1],
  ['a comment among the rows', 'a,b\n1,2\n# then, too\n3,4', 'comment', 3],
  ['a total and an average', 'a,b\n1,2\n3,4\n5,6\nSumme,12\nMean,4', 'total', 5],
])('passes over %s', (_, text, why, line) => {
  const found = parseCsv(text, 't.csv');
  expect(found.passedOver[0]).toMatchObject({ why, line });
  expect(csvColumns(found).every((column) => column.unreadable === null)).toBe(true);
});

it.each([
  [
    'names without commas above decimal commas',
    'Höhe;Breite;Preis\n1,5;2,5;1.100,50\n2,5;3,5;1.200,50\n',
    ';',
    3,
  ],
  ['names in columns aligned by spaces', `name  age height\n${'Kim   30  170\n'.repeat(5)}`, ' ', 3],
  ['features of LibSVM, which are no columns', '1 1:0.5 2:0.25 3:4\n'.repeat(6), ',', 1],
  ['a comma in every text', `x;note\n${'1;a, b\n'.repeat(6)}`, ';', 2],
])('finds the delimiter of %s', (_, text, delimiter, columns) => {
  const found = parseCsv(text, 't.txt');
  expect([found.delimiter, found.header.length]).toEqual([delimiter, columns]);
});

it('passes over the source and notes below a table', () => {
  const found = parseCsv('x,y\n1,2\n3,4\n5,6\n\nSource: Statistics, 2023\n* provisional\n', 't.csv');
  expect(found.rows).toHaveLength(3);
  expect(found.passedOver).toMatchObject([
    { why: 'comment', line: 6 },
    { why: 'comment', line: 7 },
  ]);
});

it('ignores rows of empty cells, and reads quoted words between blanks', () => {
  expect(parseCsv('a,b\n1,2\n,\n3,4\n,', 't.csv').rows).toHaveLength(2);
  expect(parseCsv('x kind y\n1 "a" 2\n2 "b c" 3\n3 "d" 4', 't.txt').header).toEqual(['x', 'kind', 'y']);
});

const rowsOf = (row: (i: number) => string, count = 12) =>
  Array.from({ length: count }, (_, i) => `${row(i)}\n`).join('');

it.each([
  ['postal codes', 'zip,x\n00501,1\n10115,2\n', 'text', ['00501', '10115']],
  [
    'long ids',
    'id,x\n570306133677760513,1\n570306133677760514,2\n',
    'text',
    ['570306133677760513', '570306133677760514'],
  ],
  ['padded numbers', 'month,x\n01,1\n12,2\n', 'numbers', [1, 12]],
])('reads %s so that nothing is lost, or tells it', (_, text, as, expected) => {
  const [first] = csvColumns(parseCsv(text, 't.csv'));
  expect(first!.code?.as).toBe(as);
  expect(first!.values ? [...first!.values] : first!.texts!.kinds).toEqual(expected);
});

it('does not take zeros and decimals below one for codes', () => {
  for (const cells of ['0\n10', '0.5\n0.25', '-01\n2']) {
    expect(csvColumns(parseCsv(`a\n${cells}`, 't.csv'))[0]!.code).toBeNull();
  }
});

it.each([
  ['nothing else', 'a;b\n1.234;1\n2.345;2', [1.234, 2.345], '1.234'],
  ['a comma as the only mark', 'a;b\n1,234;1\n2,345;2', [1.234, 2.345], '1,234'],
  ['larger whole numbers', 'a;b\n985;1\n1.022;2', [985, 1022], null],
  ['decimal commas elsewhere', 'a;b\n1.234;1,5\n2.345;2,5', [1234, 2345], null],
  ['decimal points elsewhere', 'a;b\n1.234;1.5\n2.345;2.5', [1.234, 2.345], null],
  ['commas between the cells', 'a,b\n1.234,1\n2.345,2', [1.234, 2.345], null],
])('decides whether a mark stands before thousands by %s', (_, text, expected, doubt) => {
  const [first] = csvColumns(parseCsv(text, 't.csv'));
  expect([[...first!.values!], first!.doubt]).toEqual([expected, doubt]);
});

it('reads numbers with the decimal mark that is chosen', () => {
  const [first] = csvColumns(parseCsv('a;b\n1.234;1\n2.345;2', 't.csv', { decimal: ',' }));
  expect([[...first!.values!], first!.doubt]).toEqual([[1234, 2345], null]);
});

it.each([
  ['with spaces', '"mpg" "cyl" "hp"\n"Car 1" 21.5 6 110\n"Car 2" 22 4 93\n'],
  ['with tabs and blanks in the names', 'mpg\tcyl\thp\nCar 1\t21.5\t6\t110\nCar 2\t22\t4\t93\n'],
])("reads a first column without a name as the rows' names, as R writes it: %s", (_, text) => {
  const found = parseCsv(text, 't.txt');
  expect(found).toMatchObject({ names: 'rows', header: ['row names', 'mpg', 'cyl', 'hp'], passedOver: [] });
  expect(found.rows[0]).toEqual(['Car 1', '21.5', '6', '110']);
});

it.each(['# a b\n1 2\n3 4\n', '#a,b\n1,2\n3,4\n'])(
  'takes a comment of as many words for the names, as NumPy writes it',
  (text) => {
    expect(parseCsv(text, 't.txt')).toMatchObject({ names: 'comment', header: ['a', 'b'], passedOver: [] });
  },
);

it.each([
  [
    'above a footer',
    `a,b\n${rowsOf((i) => `N${i},${i}`)}Total,66\nSource: x\nNotes:\n1) y\n2) z\n3) u\n4) v\n`,
    12,
  ],
  ['among the rows', `a,b\nN,1\nN,2\nSubtotal,3\nS,4\nS,5\nSubtotal,9\nTotal,12\n`, 4],
  ['in the first row', `a,b\nTotal,66\n${rowsOf((i) => `N${i},${i}`)}`, 12],
  ['with more words', `a,b\n${rowsOf((i) => `N,${i}`)}Total for 2023,66\n`, 12],
  ['without a label', `a,b,c\n${rowsOf((i) => `${i % 2},${i},${2 * i}`)}6,66,132\n`, 12],
])('passes over totals %s', (_, text, rows) => {
  const found = parseCsv(text, 't.csv');
  expect(found.rows).toHaveLength(rows);
  expect(found.passedOver.some(({ why }) => why === 'total')).toBe(true);
});

it.each([
  [
    'a class of that name',
    `kind,x\n${rowsOf((i) => `${i % 2 ? 'total' : 'part'},${i * i}`)}part,7\n`.repeat(1),
    13,
  ],
  ['one column that happens to be a sum', `a,b\n${rowsOf((i) => `${i},${i + 1}`)}66,5\n`, 13],
])('keeps rows of %s', (_, text, rows) => {
  expect(parseCsv(text, 't.csv').rows).toHaveLength(rows);
});

it.each([
  ['two rows below the names', 'x,y,z\n,quality,number\nm,flag,\n1,2,3\n3,4,6\n', [2, 3]],
  ['units below years', 'area,2019,2020\narea,people,people\na,1,2\nb,3,4\n', [2]],
  ['a comment in their place', 'YY MM WSPD\n#yr mo m/s\n2024 1 5\n2024 2 6\n2024 3 8\n', [2]],
  ['the names of another table', 'a,b\n1,2\n3,4\n5,6\n\nc,d\n7,8\n9,1\n', [6]],
])('passes over words where numbers stand: %s', (_, text, lines) => {
  const found = parseCsv(text, 't.txt');
  expect(found.passedOver.map(({ why, line }) => [why, line])).toEqual(lines.map((line) => ['units', line]));
  expect(found.units).toBe(lines[0]);
  expect(parseCsv(text, 't.txt', { keepUnits: true }).rows).toHaveLength(found.rows.length + lines.length);
});

it('takes a first row that is written like the others for data', () => {
  const text = rowsOf((i) => `2024-01-${10 + i},on`);
  expect(parseCsv(text, 't.csv')).toMatchObject({ headed: false, rows: { length: 12 } });
  expect(parseCsv('day 1,day 2\nx,y\nz,y\nx,u\n', 't.csv').headed).toBe(true);
});

it('keeps a column of numbers among which one word repeats', () => {
  const text = rowsOf((i) => `${i % 4 === 1 ? 'ERR' : i * 2},${i}`, 20);
  expect(unreadable(`a,b\n${text}`)[0]).toEqual({ count: 5, line: 3, cell: 'ERR' });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ProblemError } from '../../base/problem.js';
import { refusal } from '../../testing/problems.js';
import { csvColumns } from './columns.js';
import { parseCsv } from './parse.js';
import { MAX_CELLS } from './table.js';

const columns = (text: string) =>
  csvColumns(parseCsv(text, 't.csv')).map(({ name, values, missing }) => [
    name,
    values && [...values],
    missing,
  ]);

describe('reading', () => {
  it.each([
    ['comma', 'a,b\n1,2\n3,4\n'],
    ['semicolon, Windows line ends', 'a;b\r\n1;2\r\n3;4'],
    ['tab, byte order mark', '\ufeffa\tb\n1\t2\n3\t4\n\n'],
    ['quotes', '"a","b"\n"1",2\n3,"4"\n'],
    ['blanks around quotes', '"a" , "b"\n"1", "2" \n 3,"4" '],
    ['spaces', ' a , b \n 1 , 2 \n 3 , 4 \n'],
  ])('%s', (_, text) => {
    expect(columns(text)).toEqual([
      ['a', [1, 3], 0],
      ['b', [2, 4], 0],
    ]);
  });

  it('treats a first row of numbers as data and generates names', () => {
    expect(columns('1,2\n3,4')).toEqual([
      ['column 1', [1, 3], 0],
      ['column 2', [2, 4], 0],
    ]);
  });

  it('distinguishes numbers, text and missing values', () => {
    expect(columns('x,name,y\n1.5e2,"Bo, Jr.",\n,"say ""hi""",NA\n-2,,7')).toEqual([
      ['x', [150, NaN, -2], 1],
      ['name', null, 1],
      ['y', [NaN, NaN, 7], 2],
    ]);
  });

  it('does not detect a delimiter and a header that are given', () => {
    const read = (text: string, headed: boolean) => parseCsv(text, 't.csv', { delimiter: ';', headed });
    expect(read('1,5;2\n3;4', false).rows).toEqual([
      ['1,5', '2'],
      ['3', '4'],
    ]);
    expect(read('2023;2024\n3;4', true)).toMatchObject({ header: ['2023', '2024'], rows: [['3', '4']] });
  });

  it('encodes text with few distinct values as indices; with too many it is not a category', () => {
    const [kind] = csvColumns(parseCsv('kind,x\noak,1\n,2\nelm,3\noak,4', 't.csv'));
    expect(kind!.texts).toEqual({ kinds: ['oak', 'elm'], rows: Int32Array.of(0, -1, 1, 0) });
    const names = Array.from({ length: 200 }, (_, i) => `name ${i},1`).join('\n');
    expect(csvColumns(parseCsv(`who,x\n${names}`, 't.csv'))[0]!.texts).toBeNull();
  });

  it('reads decimal commas between semicolons and makes duplicate names unique', () => {
    expect(columns('t;t;\n0,5;1,25;3\n2,0;3;4')).toEqual([
      ['t', [0.5, 2], 0],
      ['t 2', [1.25, 3], 0],
      ['column 3', [3, 4], 0],
    ]);
  });
});

describe('rejects', () => {
  it.each([
    ['', 'This file is empty'],
    ['a,b\n', 'no rows'],
    ['a,b\n1,"2\n3,4', 'line 2: A quote that opens in this row is never closed'],
    ['a,b\n1,2\n"3"4,5', 'line 3: This row has text after a closing quote'],
    ['"x'.repeat(2_000_001), 'too many quotation marks'],
    ['\n'.repeat(500_001), 'more than 500,000 cells'],
    ['PNG\0\0', 'zero bytes'],
    [`${'a,'.repeat(1001)}b\n`, '1,002 columns'],
    [`a\n${'1\n'.repeat(MAX_CELLS)}`, 'more than 500,000 cells'],
    [','.repeat(10_000_000), 'more than 500,000 cells'],
  ])('%#', async (text, why) => {
    expect((await refusal(() => parseCsv(text, 't.csv'))).message).toContain(why);
  });
});

it('turns 10,000 arbitrary texts into a table or an error', () => {
  const cell = fc.oneof(
    fc.double().map(String),
    fc.string({ maxLength: 6 }),
    fc.constantFrom('', '"', 'NaN', ',', ';'),
  );
  const table = fc
    .tuple(fc.constantFrom(',', ';', '\t', '|'), fc.array(fc.array(cell, { maxLength: 5 }), { maxLength: 6 }))
    .map(([delimiter, rows]) => rows.map((row) => row.join(delimiter)).join('\n'));
  fc.assert(
    fc.property(fc.oneof(fc.string({ maxLength: 80, unit: 'binary' }), table), (text) => {
      try {
        const found = parseCsv(text, 't.csv');
        for (const { values } of csvColumns(found)) {
          expect(values === null || values.length === found.rows.length).toBe(true);
        }
      } catch (problem) {
        expect(problem).toBeInstanceOf(ProblemError);
      }
    }),
    { numRuns: 10_000 },
  );
});

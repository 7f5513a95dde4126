import fc from 'fast-check';
import { expect, it } from 'vitest';
import { csvColumns, tableOfColumns } from '../data/csv/columns.js';
import { parseCsv, QUOTED } from '../data/csv/parse.js';
import { fillRows, prepareTable, withoutRows } from '../data/preparedTable.js';
import { tableOf } from '../data/table.js';
import { diagnose } from './diagnose.js';
import { parseProject, serializeProject } from './parse.js';
import { isImages } from './samples.js';
import { defaultChoice, tableProject } from './tableProject.js';

const nasty = fc.constantFrom(
  ...[
    '__proto__',
    'constructor',
    'toString',
    'hasOwnProperty',
    'valueOf',
    'length',
    'kinds',
    '',
    ' ',
    'a',
    ' a ',
  ],
  ...[
    'a 2',
    'column 1',
    'column 2',
    '0',
    '1e5',
    '-',
    'two\nlines',
    'tab\there',
    'bell\x07',
    '\x1b[31m',
    '\u2028',
  ],
  ...[
    '"quoted"',
    'x;y,z',
    'x'.repeat(99),
    'x'.repeat(100),
    'x'.repeat(300),
    '\ud83d\ude00'.repeat(60),
    '총인구수',
  ],
);
const word = fc
  .oneof(nasty, fc.string({ unit: 'grapheme', maxLength: 12 }))
  .filter((name) => !name.includes('\0'));

const quoted = (cell: string) => `"${cell.replaceAll('"', '""')}"`;

function imported(names: readonly string[]) {
  const rows = [1, 2, 3, 4].map((row) => names.map((_, i) => row * 10 + i));
  const text = [names.map(quoted), ...rows].map((cells) => cells.join(',')).join('\n');
  const table = parseCsv(text, 'nasty.csv', { delimiter: ',', headed: true });
  return { table, columns: csvColumns(table) };
}

it('keeps every column of a table under any names, from the file to the rows of a saved project', () => {
  fc.assert(
    fc.property(fc.array(word, { minLength: 2, maxLength: 6 }), (names) => {
      // A row of empty cells is no header.
      fc.pre(names.some((name) => name.trim().replace(QUOTED, '$1$2') !== ''));
      const { table, columns } = imported(names);
      expect(new Set(table.header).size).toBe(names.length);
      const found = {
        name: 'nasty',
        rows: table.rows.length,
        encoding: 'utf-8',
        broken: null,
        delimiter: table.delimiter,
        headed: true,
        passedOver: null,
        decimal: null,
        names: null,
        units: null,
        keepUnits: false,
        skipped: [],
        columns: columns.map((column) => ({ ...column, texts: null, sample: [] })),
      } as const;
      const project = tableProject(found, defaultChoice(found));
      const { data } = parseProject(serializeProject(project));
      if (isImages(data)) throw new Error('not a table');
      const own = tableOf(data.source)!;
      expect(Object.keys(own.columns).sort()).toEqual([...table.header].sort());
      expect(diagnose({ ...project, data }).problems).toEqual([]);
      const { inputs, targets } = prepareTable(own, data);
      const features = targets.kind === 'values' ? [...inputs, ...targets.columns] : inputs;
      for (const { name, values } of features) {
        expect(values).toEqual([1, 2, 3, 4].map((row) => row * 10 + table.header.indexOf(name)));
      }
      const filled = fillRows(withoutRows(own, data), tableOfColumns('nasty', columns), data.missing);
      expect(prepareTable(filled, data).inputs).toEqual(inputs);
    }),
    { examples: [[['__proto__', 'constructor', 'toString']], [['//', 'b']], [['--', '']]] },
  );
});

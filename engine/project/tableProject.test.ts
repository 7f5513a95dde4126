import { describe, expect, it } from 'vitest';
import { BATCH } from '../base/shape.js';
import { csvColumns } from '../data/csv/columns.js';
import { parseCsv } from '../data/csv/parse.js';
import { prepareTable } from '../data/preparedTable.js';
import { tableOf, type TableSource } from '../data/table.js';
import type { UnreadableUse } from '../data/tableForm.js';
import { messageOf } from '../text/index.js';
import { diagnose } from './diagnose.js';
import { applyFix, setColumnRole, setLoss } from './edits.js';
import { parseProject, serializeProject } from './parse.js';
import { isImages, sampleShape, targetsOf } from './samples.js';
import type { DataSpec, TableDataSpec } from './schema.js';
import {
  choiceProblem,
  defaultChoice,
  hasClasses,
  tableNotes,
  tableProject,
  withRows,
} from './tableProject.js';

function imported(text: string) {
  const table = parseCsv(text, 'houses.csv');
  return {
    name: 'houses',
    rows: table.rows.length,
    encoding: 'utf-8' as const,
    broken: null,
    delimiter: table.delimiter,
    headed: table.headed,
    passedOver: null,
    decimal: null,
    names: null,
    units: null,
    keepUnits: false,
    skipped: [],
    columns: csvColumns(table).map((column) => ({ ...column, sample: [] })),
  };
}
function prepared(data: DataSpec) {
  if (isImages(data)) throw new Error('not a table');
  return prepareTable(tableOf(data.source)!, data);
}

const houses = imported('rooms,city,area,price\n3,Rome,70,200\n4,Oslo,,300\n2,Bonn,50,120\n5,Rome,110,410\n');

it('creates a valid project with numeric inputs and the last column as the target', () => {
  const choice = defaultChoice(houses);
  expect(choice).toMatchObject({ inputs: ['rooms', 'area'], target: 'price' });
  const project = parseProject(serializeProject(tableProject(houses, choice)));
  expect(diagnose(project).problems).toEqual([]);
  expect(project.data.source).toMatchObject({
    columns: {
      rooms: [3, 4, 2, 5],
      // Unused, but kept for later.
      city: { kinds: ['Rome', 'Oslo', 'Bonn'], rows: [0, 1, 2, 0] },
      area: [70, null, 50, 110],
      price: [200, 300, 120, 410],
    },
  });
  expect(prepared(project.data)).toMatchObject({
    rows: [0, 2, 3],
    inputs: [
      { name: 'rooms', values: [3, 2, 5] },
      { name: 'area', values: [70, 50, 110] },
    ],
    targets: { columns: [{ name: 'price', values: [200, 120, 410] }] },
  });
});

it('creates a classifier if the last column is text', () => {
  const table = imported('length,soil,kind\n1,clay,oak\n2,sand,ash\n3,clay,\n4,clay,ash\n');
  expect(defaultChoice(table)).toMatchObject({ inputs: ['length'], target: 'kind' });
  const project = parseProject(
    serializeProject(tableProject(table, { ...defaultChoice(table), missing: 'fill' })),
  );
  expect(diagnose(project).problems).toEqual([]);
  expect(project.training.loss).toEqual({ type: 'CrossEntropyLoss' });
  expect(targetsOf(project.data)).toEqual({ kind: 'classes', names: ['oak', 'ash'] });
  // Rows without a class are omitted even if empty cells are filled.
  expect(prepared(project.data)).toMatchObject({
    rows: [0, 1, 3],
    targets: { kind: 'classes', labels: [0, 1, 1] },
  });
  const same = imported('length,kind\n1,oak\n2,oak\n');
  expect(choiceProblem(same, defaultChoice(same))?.code).toBe('bad-data/table-one-class');
});

it('a target of few whole numbers can be classes', () => {
  const table = imported('x1,x2,label\n0,0.5,0\n1,1,1\n2,2,2\n3,3,0\n4,4,10\n');
  expect(table.columns.map(hasClasses)).toEqual([true, false, true]);
  expect(houses.columns.map(hasClasses)).toEqual([true, false, true, true]);
  const choice = { ...defaultChoice(table), classes: true };
  const project = parseProject(serializeProject(tableProject(table, choice)));
  expect(diagnose(project).problems).toEqual([]);
  expect(project.training.loss).toEqual({ type: 'CrossEntropyLoss' });
  expect(targetsOf(project.data)).toEqual({ kind: 'classes', names: ['0', '1', '2', '10'] });
  expect(prepared(project.data).targets).toMatchObject({ labels: [0, 1, 2, 0, 3] });
});

it('fills empty cells with the mean on request', () => {
  const { data } = tableProject(houses, { ...defaultChoice(houses), missing: 'fill' });
  expect(prepared(data).inputs[1]).toEqual({ name: 'area', values: [70, (70 + 50 + 110) / 3, 50, 110] });
});

it('standardizes so that each input has mean 0 and deviation 1', () => {
  const { data } = tableProject(houses, defaultChoice(houses));
  expect(data.transforms).toEqual([
    {
      type: 'Standardize',
      mean: [10 / 3, 230 / 3],
      std: [expect.closeTo(1.2472, 4), expect.closeTo(24.9444, 4)],
    },
  ]);
});

it('encodes text inputs as one-hot columns, with a separate category for empty cells if they are filled', () => {
  const table = imported('city,rooms,price\nRome,3,200\nOslo,4,300\n,2,120\nRome,5,410\n');
  const choice = { ...defaultChoice(table), inputs: ['city', 'rooms'] };
  const { data } = tableProject(table, choice);
  expect(prepared(data).inputs).toEqual([
    { name: 'city=Rome', values: [1, 0, 1] },
    { name: 'city=Oslo', values: [0, 1, 0] },
    { name: 'rooms', values: [3, 4, 5] },
  ]);
  expect(sampleShape(data)).toEqual([BATCH, 3]);
  // One-hot columns are not standardized.
  expect(data.transforms).toMatchObject([{ mean: [0, 0, 4], std: [1, 1, expect.closeTo(0.8165, 4)] }]);
  const filled = tableProject(table, { ...choice, missing: 'fill' }).data;
  expect(prepared(filled).inputs[2]).toEqual({ name: 'city is empty', values: [0, 0, 1, 0] });
  expect(sampleShape(filled)).toEqual([BATCH, 4]);
});

it('a column’s role can change later, and inputs stay standardized', () => {
  const project = tableProject(houses, defaultChoice(houses));
  // Adding an unused column as an input.
  const withCity = setColumnRole('city', 'in')(project);
  expect(withCity.data).toMatchObject({ inputs: ['rooms', 'city', 'area'] });
  expect(prepared(withCity.data).inputs.map(({ name }) => name)).toEqual([
    'rooms',
    'city=Rome',
    'city=Oslo',
    'city=Bonn',
    'area',
  ]);
  // A text target replaces all others, and a number replaces a text target.
  const classes = setColumnRole('city', 'out')(withCity);
  expect(classes.data).toMatchObject({ inputs: ['rooms', 'area'], targets: ['city'] });
  expect(setColumnRole('price', 'out')(classes).data).toMatchObject({ targets: ['price'] });
  const swapped = setColumnRole('price', 'in')(setColumnRole('area', 'out')(project));
  expect(swapped.data).toMatchObject({ inputs: ['rooms', 'price'], targets: ['area'] });
  expect(swapped.data.transforms).toEqual([
    { type: 'Standardize', mean: [10 / 3, expect.closeTo(730 / 3, 9)], std: expect.any(Array) as number[] },
  ]);
  // The only target cannot be removed.
  expect(setColumnRole('price', 'unused')(project)).toBe(project);
});

it('reports why a table cannot become a project', () => {
  expect(choiceProblem(imported('age\n3\n4\n'), defaultChoice(houses))?.code).toBe(
    'bad-data/table-one-column',
  );
  const words = imported('name,city\nBo,Rome\nAl,Oslo\n');
  expect(choiceProblem(words, defaultChoice(words))).toBeNull();
  expect(choiceProblem(houses, { ...defaultChoice(houses), inputs: [] })?.code).toBe(
    'bad-data/table-no-input',
  );
});

it('offers to treat whole numbers as classes to a loss that compares classes', () => {
  const table = imported('size,price,label\n1,0.5,0\n2,1.5,1\n3,2.5,2\n4,3.5,1\n');
  const choice = { ...defaultChoice(table), inputs: ['size'], classes: false };
  const problemsOf = (target: string) =>
    diagnose(setLoss('CrossEntropyLoss')(tableProject(table, { ...choice, target }))).problems;
  const fix = { kind: 'treat-as-classes', column: 'label' } as const;
  expect(problemsOf('label')[0]).toMatchObject({
    code: 'bad-pairing/target',
    fixes: [fix, { kind: 'set-loss' }],
  });
  expect(problemsOf('price')[0]!.fixes).toMatchObject([{ kind: 'set-loss' }]);
  const project = setLoss('CrossEntropyLoss')(tableProject(table, { ...choice, target: 'label' }));
  const fixed = parseProject(serializeProject(applyFix(project, fix)));
  expect(targetsOf(fixed.data)).toEqual({ kind: 'classes', names: ['0', '1', '2'] });
  // The output's width remains wrong, and has a fix of its own.
  const [left, ...others] = diagnose(fixed).problems;
  expect(others).toEqual([]);
  expect(left!.fixes).toMatchObject([{ kind: 'set-param', param: 'out_features', value: 3 }]);
});

it('a number that no mean can be computed with does not keep the project from being made', () => {
  const table = imported('force,length\n1,2\n2,4\n3,1e300\n4,8\n5,10\n');
  const { data } = parseProject(serializeProject(tableProject(table, defaultChoice(table))));
  expect(data).toMatchObject({ transforms: [{ type: 'Standardize' }], targetTransforms: [] });
});

it('a column that is mostly empty is not in use by default', () => {
  const table = imported('a,b,c,y\n1,,1,1\n2,,2,2\n3,5,,3\n4,,4,4\n');
  expect(defaultChoice(table)).toMatchObject({ inputs: ['a', 'c'], target: 'y' });
});

describe('cells that are not readable', () => {
  const rows = Array.from({ length: 20 }, (_, i) => `${i},${i % 2 ? 'a' : 'b'},${i}\n`).join('');
  const table = imported(`size,kind,price\n${rows}n/k,a,3\n,#N/A,4\n7,a,x\n`);
  const choice = { ...defaultChoice(table), inputs: ['size', 'kind'], missing: 'fill' } as const;
  const chosen = (uses: Readonly<Record<string, UnreadableUse>>) => {
    const { data } = tableProject(table, { ...choice, unreadable: new Map(Object.entries(uses)) });
    return { data, source: tableOf(data.source as TableSource)! };
  };

  it('are empty by default', () => {
    const { source, data } = chosen({});
    expect((source.columns['size'] as number[]).slice(19)).toEqual([19, null, null, 7]);
    expect(prepared(data).rows).toHaveLength(22);
  });

  it('leave out their rows, but only those of columns in use', () => {
    const { source } = chosen({ size: 'omit', kind: 'omit' });
    expect((source.columns['size'] as number[]).slice(19)).toEqual([19, 7]);
    const unused = tableProject(table, {
      ...choice,
      inputs: ['size'],
      unreadable: new Map([['kind', 'omit']]),
    });
    expect(prepared(unused.data).rows).toHaveLength(22);
  });

  it('make the column text, of which they are values', () => {
    const { source } = chosen({ size: 'text', kind: 'text' });
    expect(source.columns).toMatchObject({ kind: { kinds: ['b', 'a', '#N/A'] } });
    expect(source.columns['size']).toMatchObject({ kinds: { length: 21 } });
  });

  it('are treated in the same way when the rows are read again', () => {
    const { data } = chosen({ size: 'omit', kind: 'text' });
    const { form } = data.source as Extract<TableSource, { kind: 'inline' }>;
    expect(form!.columns).toMatchObject([
      { name: 'size', unreadable: 'omit' },
      { name: 'kind', unreadable: 'text' },
      { name: 'price', unreadable: 'empty' },
    ]);
    expect(withRows(data as TableDataSpec, table)).toEqual(data);
    expect(parseProject(serializeProject(tableProject(table, choice))).data).toEqual(chosen({}).data);
  });

  it('are named with their use', () => {
    const notes = tableNotes(table, { ...choice, unreadable: new Map([['size', 'omit']]) });
    expect(notes.map(messageOf)).toEqual([
      'Line 22, column "size": 1 cell not readable, whose rows are left out: first “n/k”.',
      'Line 23, column "kind": 1 cell not readable, treated as empty: first “#N/A”.',
      'Line 24, column "price": 1 cell not readable, treated as empty: first “x”.',
      '2 of 23 rows are not used: a used column has no value there.',
    ]);
  });
});

it('dates that are written as numbers are not used by default, and named if they are', () => {
  const table = imported('day,x,y\n20240131,1,2\n20240201,2,3\n20240202,3,5\n20240203,4,6\n');
  const choice = defaultChoice(table);
  expect(choice.inputs).toEqual(['x']);
  const codes = (inputs: string[]) => tableNotes(table, { ...choice, inputs }).map(({ code }) => code);
  expect(codes(['x'])).toEqual([]);
  expect(codes(['day', 'x'])).toEqual(['bad-data/table-dates']);
  const numbers = imported('n,x,y\n20240131,1,2\n20240199,2,3\n20240202,3,5\n');
  expect(defaultChoice(numbers).inputs).toEqual(['n', 'x']);
});

it('columns whose numbers may mean something else are named together', () => {
  const table = imported('a;b;m;y\n1.234;2.345;01;1\n2.345;3.456;02;2\n');
  expect(tableNotes(table, defaultChoice(table))).toMatchObject([
    { code: 'bad-data/table-codes', facts: { columns: ['m'], as: 'numbers' } },
    { code: 'bad-data/table-thousands', facts: { columns: ['a', 'b'], cell: '1.234', value: 1.234 } },
  ]);
});

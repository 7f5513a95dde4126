import { expect, it } from 'vitest';
import { csvColumns } from '../../engine/data/csv/columns.js';
import { parseCsv } from '../../engine/data/csv/index.js';
import { diagnose } from '../../engine/model/diagnose.js';
import { parseProject, serializeProject } from '../../engine/project/parse.js';
import { setColumnRole } from '../state/tableEdits.js';
import { choiceProblem, firstChoice, tableProject } from './tableProject.js';

function imported(text: string) {
  const table = parseCsv(text, 'houses.csv');
  return {
    name: 'houses',
    rows: table.rows.length,
    delimiter: table.delimiter,
    headed: table.headed,
    columns: csvColumns(table).map(({ texts, ...column }) => ({
      ...column,
      texts: texts && { ...texts, kinds: [...texts.kinds] },
      sample: [],
    })),
  };
}
const houses = imported('rooms,city,area,price\n3,Rome,70,200\n4,Oslo,,300\n2,Bonn,50,120\n5,Rome,110,410\n');

it('makes a project that fits: numbers go in, the last column comes out', () => {
  const choice = firstChoice(houses);
  expect(choice).toMatchObject({ inputs: ['rooms', 'area'], target: 'price' });
  const project = parseProject(serializeProject(tableProject(houses, choice)));
  expect(diagnose(project).problems).toEqual([]);
  expect(project.data.source).toMatchObject({
    columns: { rooms: [3, 2, 5], area: [70, 50, 110], price: [200, 120, 410] },
  });
});

it('fills empty cells with the mean where that is asked for', () => {
  const { data } = tableProject(houses, { ...firstChoice(houses), missing: 'fill' });
  expect(data.source).toMatchObject({ columns: { area: [70, (70 + 50 + 110) / 3, 50, 110] } });
});

it('standardizes so that each input has mean 0 and deviation 1', () => {
  const { data } = tableProject(houses, firstChoice(houses));
  expect(data.transforms).toEqual([
    {
      type: 'Standardize',
      mean: [10 / 3, 230 / 3],
      std: [expect.closeTo(1.2472, 4), expect.closeTo(24.9444, 4)],
    },
  ]);
});

it('takes text in as zeros and ones, an empty cell as a kind of its own where cells are filled', () => {
  const table = imported('city,rooms,price\nRome,3,200\nOslo,4,300\n,2,120\nRome,5,410\n');
  const choice = { ...firstChoice(table), inputs: ['city', 'rooms'] };
  const { data } = tableProject(table, choice);
  expect(data).toMatchObject({
    inputs: ['city=Rome', 'city=Oslo', 'rooms'],
    source: { columns: { 'city=Rome': [1, 0, 1], 'city=Oslo': [0, 1, 0], rooms: [3, 4, 5] } },
    // Zeros and ones stay what they are.
    transforms: [{ mean: [0, 0, 4], std: [1, 1, expect.closeTo(0.8165, 4)] }],
  });
  expect(tableProject(table, { ...choice, missing: 'fill' }).data).toMatchObject({
    inputs: ['city=Rome', 'city=Oslo', 'city is empty', 'rooms'],
    source: { columns: { 'city is empty': [0, 0, 1, 0], price: [200, 300, 120, 410] } },
  });
});

it('a column’s role can be changed afterwards; inputs stay standardized', () => {
  const project = tableProject(houses, firstChoice(houses));
  const turned = setColumnRole('price', 'in')(setColumnRole('area', 'out')(project));
  expect(turned.data).toMatchObject({ inputs: ['rooms', 'price'], targets: ['area'] });
  expect(turned.data.transforms).toEqual([
    { type: 'Standardize', mean: [10 / 3, expect.closeTo(730 / 3, 9)], std: expect.any(Array) as number[] },
  ]);
  // The last column that comes out cannot be taken away.
  expect(setColumnRole('price', 'unused')(project)).toBe(project);
});

it('says why a table makes no project', () => {
  expect(choiceProblem(imported('age\n3\n4\n'), firstChoice(houses))).toContain('At least two columns');
  const words = imported('name,city\nBo,Rome\nAl,Oslo\n');
  expect(choiceProblem(words, firstChoice(words))).toContain('A column of numbers is needed');
  expect(choiceProblem(houses, { ...firstChoice(houses), inputs: [] })).toContain('at least one column');
});

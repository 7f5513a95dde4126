import { expect, it } from 'vitest';
import { csvColumns, parseCsv } from '../../engine/data/csv.js';
import { diagnose } from '../../engine/model/diagnose.js';
import { parseProject, serializeProject } from '../../engine/project/parse.js';
import { choiceProblem, firstChoice, tableProject } from './tableProject.js';

function imported(text: string) {
  const table = parseCsv(text, 'houses.csv');
  return {
    name: 'houses',
    rows: table.rows.length,
    columns: csvColumns(table).map((c) => ({ ...c, sample: [] })),
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
  const { data } = tableProject(houses, { ...firstChoice(houses), missing: 'mean' });
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

it('says why a table makes no project', () => {
  expect(choiceProblem(imported('name,age\nBo,3\nAl,4\n'), firstChoice(houses))).toContain(
    'two columns of numbers',
  );
  expect(choiceProblem(houses, { ...firstChoice(houses), inputs: [] })).toContain('at least one column');
});

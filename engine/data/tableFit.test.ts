import { expect, it } from 'vitest';
import { fillRows, inputWidth, prepareTable, withoutRows } from './preparedTable.js';
import type { Table } from './table.js';

const table: Table = {
  name: 'trees',
  columns: {
    size: [1, null, 3],
    wood: { kinds: ['oak', 'ash'], rows: [0, 1, null] },
    age: [7, 8, 9],
    owner: { kinds: ['a', 'b'], rows: [0, 1, 1] },
  },
};
const use = { inputs: ['size', 'wood'], targets: ['age'], missing: 'fill' } as const;
const described = withoutRows(table, use);

it('a table without rows keeps the width of the model, and nothing of the cells', () => {
  expect(described.columns).toEqual({
    size: [],
    wood: { kinds: ['oak', 'ash'], rows: [], gaps: true },
    age: [],
  });
  expect(inputWidth(described, use)).toBe(inputWidth(table, use));
});

it('its own data fit it, and other data are coded as they were', () => {
  expect(prepareTable(fillRows(described, table, 'fill'), use)).toEqual(prepareTable(table, use));
  const other: Table = {
    name: 'more',
    columns: { age: [1], wood: { kinds: ['ash'], rows: [0] }, size: [2] },
  };
  const { inputs } = prepareTable(fillRows(described, other, 'fill'), use);
  expect(inputs.map(({ values }) => values)).toEqual([[2], [0], [1], [0]]);
});

it('classes that are numbers in the file are read as they were', () => {
  const kinds: Table = { name: 'kinds', columns: { age: [7], kind: { kinds: ['0', '2'], rows: [] } } };
  const { kind } = fillRows(kinds, { name: 'more', columns: { age: [1, 2], kind: [2, 0] } }, 'drop').columns;
  expect(kind).toMatchObject({ kinds: ['0', '2'], rows: [1, 0] });
});

it.each([
  ['bad-data/no-column', { size: [1], age: [1] }],
  ['bad-data/column-type', { size: [1], age: [1], wood: [1] }],
  ['bad-data/unknown-values', { size: [1], age: [1], wood: { kinds: ['elm'], rows: [0] } }],
])('refuses with %s', (code, columns) => {
  expect(() => fillRows(described, { name: 'other', columns }, 'fill')).toThrow(code);
});

it('refuses empty cells for which the model has no input', () => {
  const whole: Table = {
    ...table,
    columns: { ...table.columns, wood: { kinds: ['oak', 'ash'], rows: [0, 1, 1] } },
  };
  expect(() => fillRows(withoutRows(whole, use), table, 'fill')).toThrow('bad-data/new-gaps');
});

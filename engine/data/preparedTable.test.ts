import { expect, it } from 'vitest';
import { refusal } from '../testing/refusal.js';
import { prepareTable } from './preparedTable.js';

const table = {
  name: 'readings',
  columns: {
    inside: [1, 2, null],
    outside: [3, null, 5],
    sky: { kinds: ['clear', 'dull'], rows: [1, 0, 1] },
  },
};

it('leaves out rows with gaps, or fills inputs with the mean', () => {
  const use = { inputs: ['inside'], targets: ['outside'] };
  expect(prepareTable(table, use).rows).toEqual([0]);
  const filled = prepareTable(table, { ...use, missing: 'fill' });
  expect(filled.rows).toEqual([0, 2]);
  expect(filled.inputs).toEqual([{ name: 'inside', values: [1, 1.5] }]);
});

it('makes a column of zeros and ones of each kind of text, and classes of text that comes out', () => {
  const goesIn = prepareTable(table, { inputs: ['sky'], targets: ['outside'] });
  expect(goesIn.inputs).toEqual([
    { name: 'sky=clear', values: [0, 0] },
    { name: 'sky=dull', values: [1, 1] },
  ]);
  const comesOut = prepareTable(table, { inputs: ['outside'], targets: ['sky'] });
  expect(comesOut.targets).toEqual({ kind: 'classes', names: ['clear', 'dull'], labels: [1, 1] });
});

it.each(['insede', 'toString', 'constructor'])(
  'has no column "%s" that its file did not bring',
  async (name) => {
    const { message } = await refusal(() => prepareTable(table, { inputs: [name], targets: ['outside'] }));
    expect(message).toContain(`no column "${name}"`);
  },
);

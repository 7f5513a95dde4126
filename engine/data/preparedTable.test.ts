import { expect, it } from 'vitest';
import { refusal } from '../testing/problems.js';
import { prepareTable } from './preparedTable.js';

const table = {
  name: 'readings',
  columns: {
    inside: [1, 2, null],
    outside: [3, null, 5],
    sky: { kinds: ['clear', 'dull'], rows: [1, 0, 1] },
  },
};

it('drops rows with missing values, or fills inputs with the mean', () => {
  const use = { inputs: ['inside'], targets: ['outside'] };
  expect(prepareTable(table, use).rows).toEqual([0]);
  const filled = prepareTable(table, { ...use, missing: 'fill' });
  expect(filled.rows).toEqual([0, 2]);
  expect(filled.inputs).toEqual([{ name: 'inside', values: [1, 1.5] }]);
});

it('one-hot encodes text inputs and turns a text target into classes', () => {
  const asInput = prepareTable(table, { inputs: ['sky'], targets: ['outside'] });
  expect(asInput.inputs).toEqual([
    { name: 'sky=clear', values: [0, 0] },
    { name: 'sky=dull', values: [1, 1] },
  ]);
  const asTarget = prepareTable(table, { inputs: ['outside'], targets: ['sky'] });
  expect(asTarget.targets).toEqual({ kind: 'classes', names: ['clear', 'dull'], labels: [1, 1] });
});

it.each(['insede', 'toString', 'constructor'])(
  'rejects the column "%s", which is not in the file',
  async (name) => {
    const { message } = await refusal(() => prepareTable(table, { inputs: [name], targets: ['outside'] }));
    expect(message).toContain(`no column "${name}"`);
  },
);

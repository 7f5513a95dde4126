import { afterEach, beforeEach, expect, it } from 'vitest';
import { TestShell } from '../../testing/shell.js';

let app: TestShell;
beforeEach(() => (app = new TestShell()));
afterEach(() => app.dispose());

const READING = { encoding: 'utf-8', delimiter: ';', headed: true, decimal: null, keepUnits: false } as const;
const CSV = 't;n\n1;a\n2;b\n3;a\n';

it('a chosen table is read, and once more in another way', async () => {
  app.desktop.answer(app.write('weather.csv', CSV));
  expect(await app.value('data.openTable', 'file')).toMatchObject({
    name: 'weather',
    rows: 3,
    delimiter: ';',
    headed: true,
    columns: [
      { name: 't', values: Float64Array.of(1, 2, 3), sample: ['1', '2', '3'] },
      { name: 'n', values: null, texts: { kinds: ['a', 'b'], rows: Int32Array.of(0, 1, 0) } },
    ],
  });
  const bare = await app.value('data.readTable', { ...READING, headed: false });
  expect(bare).toMatchObject({ rows: 4, headed: false });
});

it('a dropped table is announced, and taken once', async () => {
  await app.value('app.ready', { workspaces: [] });
  await app.shell.drop(app.write('weather.tsv', CSV.replaceAll(';', '\t')));
  expect(app.desktop.payloads('dataDropped')).toEqual([{ kind: 'table' }]);
  expect(await app.value('data.openTable', 'dropped')).toMatchObject({ name: 'weather', rows: 3 });
  expect(await app.value('data.openTable', 'dropped')).toBeNull();
});

it('there is none when the dialog is canceled', async () => {
  app.desktop.answer(null);
  expect(await app.value('data.openTable', 'file')).toBeNull();
  expect(await app.refusal('data.readTable', READING)).toMatchObject({
    code: 'shell/no-table',
  });
});

it('a file that is gone is refused by name', async () => {
  app.desktop.answer(app.path('gone.csv'));
  expect(await app.refusal('data.openTable', 'file')).toMatchObject({ code: 'io/unreadable' });
});

it.each([
  ['of another kind', 'PAR1\0\0', 'bad-data/file-kind', []],
  [
    'that is too large',
    `a,b\n1,2\n${' '.repeat(33 * 2 ** 20)}`,
    'io/too-large',
    [{ line: 1, text: 'a,b' }, { line: 2, text: '1,2' }, { line: 3 }],
  ],
])('a file %s is shown with its problem and its first lines', async (_, text, code, lines) => {
  app.desktop.answer(app.write('odd.csv', text));
  expect(await app.value('data.openTable', 'file')).toMatchObject({ name: 'odd', problem: { code }, lines });
});

it.each([
  ['no bytes', '', 'empty-file', [{ line: 1, text: '' }]],
  ['only names', 'a,b\n', 'table-no-rows', [{ line: 1, text: 'a,b' }, { line: 2 }]],
  ['bytes that are no text', 'a,\0\0\n', 'table-binary', [{ line: 1, text: 'a,\0\0' }, { line: 2 }]],
  ['too many cells', 'a,b\n'.repeat(250_001), 'table-cells', { length: 10 }],
  [
    'a quote that is left open',
    `${'a;b\n'.repeat(20)}c;"d\n`,
    'table-open-quote',
    [{ line: 18 }, {}, {}, { line: 21, text: 'c;"d' }, {}],
  ],
])(
  'a file with %s is shown with its problem, and can be read in another way',
  async (_, text, code, lines) => {
    app.desktop.answer(app.write('odd.csv', text));
    expect(await app.value('data.openTable', 'file')).toMatchObject({
      name: 'odd',
      encoding: 'utf-8',
      problem: { code: `bad-data/${code}` },
      lines,
    });
  },
);

it('a table of one row without names is read once that is said', async () => {
  app.desktop.answer(app.write('one.csv', 'a,b\n'));
  expect(await app.value('data.openTable', 'file')).toMatchObject({ delimiter: ',', headed: true });
  const reading = { ...READING, delimiter: ',', headed: false } as const;
  expect(await app.value('data.readTable', reading)).toMatchObject({ rows: 1 });
});

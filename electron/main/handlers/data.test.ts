import { afterEach, beforeEach, expect, it } from 'vitest';
import { TestShell } from '../../testing/shell.js';

let app: TestShell;
beforeEach(() => (app = new TestShell()));
afterEach(() => app.dispose());

const CSV = 't;n\n1;a\n2;b\n3;a\n';

it('a chosen table is read, and once more in another way', async () => {
  app.desktop.answer(app.write('weather.csv', CSV));
  const table = await app.value('data.openTable', 'file');
  expect(table).toMatchObject({ name: 'weather', rows: 3, delimiter: ';', headed: true });
  expect(table!.columns).toMatchObject([
    { name: 't', values: Float64Array.of(1, 2, 3), sample: ['1', '2', '3'] },
    { name: 'n', values: null, texts: { kinds: ['a', 'b'], rows: Int32Array.of(0, 1, 0) } },
  ]);
  const bare = await app.value('data.readTable', { encoding: 'utf-8', delimiter: ';', headed: false });
  expect(bare).toMatchObject({ rows: 4, headed: false });
});

it('a dropped table is announced, and taken once', async () => {
  await app.value('app.ready', { workspaces: [] });
  app.shell.drop(app.write('weather.tsv', CSV.replaceAll(';', '\t')));
  expect(app.desktop.payloads('dataDropped')).toEqual([{ kind: 'table' }]);
  expect(await app.value('data.openTable', 'dropped')).toMatchObject({ name: 'weather', rows: 3 });
  expect(await app.value('data.openTable', 'dropped')).toBeNull();
});

it('there is none when the dialog is canceled', async () => {
  app.desktop.answer(null);
  expect(await app.value('data.openTable', 'file')).toBeNull();
  expect(
    await app.refusal('data.readTable', { encoding: 'utf-8', delimiter: ';', headed: true }),
  ).toMatchObject({
    code: 'shell/no-table',
  });
});

it('a file that is gone or no table is refused by name', async () => {
  app.desktop.answer(app.path('gone.csv'));
  expect(await app.refusal('data.openTable', 'file')).toMatchObject({ code: 'io/unreadable' });
  app.desktop.answer(app.write('empty.csv', ''));
  expect((await app.refusal('data.openTable', 'file')).code).toMatch(/^bad-data/);
});

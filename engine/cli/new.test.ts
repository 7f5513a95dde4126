import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { parseProject } from '../project/parse.js';
import { runLoom } from '../testing/commandLine.js';
import { zipOf } from '../testing/imports.js';
import { root } from '../testing/loom.js';
import { newReportSchema } from './new.js';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'loom-new-'));
  const rows = Array.from(
    { length: 30 },
    (_, i) => `${(i % 5) + 1},${i % 2 ? 'Oslo' : 'Rome'},${i / 2},${i * 10.5}`,
  );
  rows[3] = '3,Rome,n/k,12.5';
  writeFileSync(join(folder, 'houses.csv'), `rooms,city,area,price\n${rows.join('\n')}\n`);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const loom = (...args: string[]) => runLoom(args, join(folder, 'data'));
const out = (name: string) => join(folder, `${name}.loom`);
const layouts = join(root, 'engine/io/import/__fixtures__/layouts');

/** The report of a new project, whose notes also stand on standard error. */
async function report(...args: string[]) {
  const { status, stdout, stderr } = await loom('new', ...args, '--json');
  expect(status, stderr).toBe(0);
  const found = newReportSchema.parse(JSON.parse(stdout));
  for (const { message } of found.notes) expect(stderr).toContain(message);
  return found;
}

it('makes a project from a table that trains without edits', async () => {
  const houses = join(folder, 'houses.csv');
  const found = await report(houses, '--out', out('houses'));
  expect(found).toMatchObject({ kind: 'table', rows: 30, header: true, delimiter: ',', encoding: 'utf-8' });
  expect(found.kind === 'table' && found.columns).toEqual([
    { name: 'rooms', type: 'number', use: 'input', unreadable: 0, row: null },
    { name: 'city', type: 'text', use: 'none', unreadable: 0, row: null },
    { name: 'area', type: 'number', use: 'input', unreadable: 1, row: 5 },
    { name: 'price', type: 'number', use: 'target', unreadable: 0, row: null },
  ]);
  expect(found.notes.map((note) => note.problem)).toEqual([
    'bad-data/table-unreadable',
    'bad-data/table-rows-omitted',
    'advice/columns-unused',
    'advice/chosen-target',
  ]);
  expect((await loom('train', out('houses'), '--epochs', '2', '--no-export')).status).toBe(0);
});

it('a regression with a large target learns with the default settings, and its file answers in the target’s unit', async () => {
  const houses = Array.from({ length: 200 }, (_, i) => {
    const [area, age] = [40 + ((i * 37) % 200), (i * 53) % 110];
    return { area, age, price: 40_000 + 2_900 * area - 900 * age + 20_000 * Math.sin(i) };
  });
  const rows = houses.map(({ area, age, price }) => `${area},${age},${price.toFixed(0)}`);
  writeFileSync(join(folder, 'prices.csv'), ['area,age,price', ...rows].join('\n'));
  await report(join(folder, 'prices.csv'), '--out', out('prices'));
  const run = join(folder, 'prices-run');
  expect((await loom('train', out('prices'), '--epochs', '100', '--out', run)).status).toBe(0);
  const session = await InferenceSession.create(join(run, 'model.onnx'));
  const column = (values: number[]) => new Tensor('float32', Float32Array.from(values), [values.length, 1]);
  const { values } = await session.run({
    area: column(houses.map(({ area }) => area)),
    age: column(houses.map(({ age }) => age)),
  });
  const prices = houses.map(({ price }) => price);
  const mean = prices.reduce((sum, price) => sum + price, 0) / prices.length;
  const squares = (of: (price: number, i: number) => number) =>
    prices.reduce((sum, price, i) => sum + of(price, i) ** 2, 0);
  const missed = squares((price, i) => price - Number(values!.data[i]));
  expect(1 - missed / squares((price) => price - mean)).toBeGreaterThan(0.9);
});

it('takes the target, its kind, and the treatment of empty and of unreadable cells from options', async () => {
  const houses = join(folder, 'houses.csv');
  const found = await report(
    houses,
    '--out',
    out('rooms'),
    '--target',
    'rooms',
    '--task',
    'classes',
    '--missing',
    'fill',
  );
  expect(found.notes.map((note) => note.problem)).toEqual([
    'bad-data/table-unreadable',
    'advice/columns-unused',
  ]);
  const text = await report(houses, '--out', out('text'), '--unreadable', 'text');
  expect(text.kind === 'table' && text.columns[2]).toMatchObject({
    type: 'text',
    use: 'none',
    unreadable: 1,
  });
  const { data, training } = parseProject(readFileSync(out('rooms'), 'utf8'));
  expect(data).toMatchObject({ inputs: ['area', 'price'], targets: ['rooms'], missing: 'fill' });
  expect(training.loss.type).toBe('CrossEntropyLoss');
});

it('names columns that number the rows, and targets from which little can be learned', async () => {
  const path = join(folder, 'odd.csv');
  const kinds = ['cat', 'Cat', 'dog'];
  const rows = Array.from({ length: 30 }, (_, i) => `${i},${i * 0.5},${kinds[i % 3]},day ${i},7`);
  writeFileSync(path, `id,size,kind,day,same\n${rows.join('\n')}\n`);
  const problems = async (...args: string[]) =>
    (await report(path, '--out', out('odd'), '--force', ...args)).notes.map((note) => note.problem);
  expect(await problems()).toEqual([
    'bad-data/table-one-value',
    'advice/columns-unused',
    'advice/row-numbers',
    'advice/chosen-target',
  ]);
  expect(await problems('--target', 'kind', '--inputs', 'size,day')).toEqual([
    'bad-data/table-many-categories',
    'bad-data/table-similar-classes',
  ]);
  expect(await problems('--target', 'day', '--inputs', 'size')).toEqual(['bad-data/table-many-classes']);
});

it('names a number that seems to stand for no value', async () => {
  const path = join(folder, 'stations.csv');
  const rows = Array.from({ length: 20 }, (_, i) => `${i % 6 === 0 ? -999 : 20 + i},${i * 400},${i / 2}`);
  writeFileSync(path, `temperature,height,rain\n${rows.join('\n')}\n`);
  const { notes } = await report(path, '--out', out('stations'));
  expect(notes.filter((note) => note.problem === 'bad-data/table-placeholder')).toHaveLength(1);
  expect(notes[0]!.message).toContain('4 cells of "temperature" are -999');
});

it('keeps a row of units, and reads numbers with a decimal mark, if asked to', async () => {
  const path = join(folder, 'units.csv');
  const rows = Array.from({ length: 20 }, (_, i) => `1.${234 + i};${i}\n`);
  writeFileSync(path, `x;y\nm;kg\n${rows.join('')}`);
  const problems = async (...args: string[]) => {
    const found = await report(path, '--out', out('units'), '--force', ...args);
    return [found.kind === 'table' && found.rows, ...found.notes.map((note) => note.problem)];
  };
  const [dropped, kept] = [
    await problems('--target', 'y'),
    await problems('--target', 'y', '--units', 'keep'),
  ];
  expect(dropped.slice(0, 3)).toEqual([20, 'bad-data/table-lines-unused', 'bad-data/table-thousands']);
  expect(kept.slice(0, 3)).toEqual([21, 'bad-data/table-thousands', 'bad-data/table-unreadable']);
  expect(await problems('--target', 'y', '--decimal', 'comma')).not.toContain('bad-data/table-thousands');
});

it('imports images so that they can be trained on', async () => {
  const found = await report(join(layouts, 'l_dev'), '--out', out('dev'), '--size', '16');
  expect(found).toMatchObject({
    kind: 'images',
    classes: [
      { name: 'cat', train: 2, validation: 2 },
      { name: 'dog', train: 2, validation: 2 },
    ],
    size: 16,
    channels: 3,
    passedOver: [],
  });
  expect((await loom('train', out('dev'), '--epochs', '1', '--no-export')).status).toBe(0);
});

it('carries the warnings of the import dialog, and names what it chose', async () => {
  const found = await report(join(layouts, 'l_val_class_missing'), '--out', out('missing'));
  const problems = found.notes.map((note) => note.problem);
  expect(problems).toContain('bad-data/class-not-trained');
  expect(problems).toContain('advice/chosen-form');
});

it('names in an archive are read in the likeliest encoding, which is told, or in a chosen one', async () => {
  const picture = readFileSync(join(layouts, 'l_dev/train/cat/0.png'));
  // 合格 and 不合格 in GBK, which are also syllables in CP949.
  const names = ['bacfb8f1', 'b2bbbacfb8f1'].map((hex) => Buffer.from(hex, 'hex'));
  const path = join(folder, 'checked.zip');
  writeFileSync(
    path,
    zipOf(names.map((name) => ({ path: Buffer.concat([name, Buffer.from('/1.png')]), bytes: picture }))),
  );
  const classes = async (...args: string[]) => {
    const found = await report(path, '--out', out('checked'), '--force', ...args);
    const told = found.notes.some((note) => note.problem === 'bad-data/names-encoding');
    return [told, found.kind === 'images' && found.classes.map(({ name }) => name)];
  };
  expect(await classes()).toEqual([true, ['不合格', '合格']]);
  expect(await classes('--encoding', 'cp949')).toEqual([false, ['꼇북목', '북목']]);
});

it('does not overwrite a project unless asked to', async () => {
  const again = ['new', join(folder, 'houses.csv'), '--out', out('kept')];
  writeFileSync(out('kept'), 'mine');
  expect(await loom(...again)).toMatchObject({
    status: 2,
    stderr: expect.stringMatching(/exists already.*\n.*--force/) as string,
  });
  expect(readFileSync(out('kept'), 'utf8')).toBe('mine');
  expect((await loom(...again, '--force')).status).toBe(0);
});

it('refuses with a place and a fix', async () => {
  writeFileSync(join(folder, 'empty.csv'), '');
  await mkdir(join(folder, 'nothing'));
  const houses = join(folder, 'houses.csv');
  for (const [args, message] of [
    [[], /Expected one file or folder, got 0.*\n.*Usage: layerloom new/],
    [[houses, '--target', 'prize'], /--target: There is no column "prize"\. Did you mean "price"\?/],
    [[houses, '--task', 'classes'], /--task: The numbers in the column "price" cannot be classes/],
    [[houses, '--target', 'city', '--task', 'values'], /--task: The column "city" has text/],
    [[houses, '--inputs', 'rooms,aera'], /--inputs: There is no column "aera"\. Did you mean "area"\?/],
    [[houses, '--size', '32'], /--size: This option is for images/],
    [[layouts, '--encoding', 'cp949'], /--encoding: The names of these images are not in a zip archive/],
    [[layouts, '--target', 'price'], /--target: This option is for tables/],
    [[join(folder, 'empty.csv')], /empty\.csv: This file is empty/],
    [[join(folder, 'nothing')], /nothing: This contains nothing that can be imported/],
    [[join(folder, 'gone')], /gone/],
  ] as const) {
    const { status, stderr } = await loom('new', ...args, '--out', out('never'));
    expect(stderr).toMatch(message);
    expect(status).toBe(2);
  }
});

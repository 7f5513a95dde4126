import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSession } from '../backends/onnxruntime/session.js';
import { csvColumns, tableOfColumns } from '../data/csv/columns.js';
import { parseCsv } from '../data/csv/parse.js';
import { trainCode } from '../exchange/torch/code.js';
import { parseProject } from '../project/parse.js';
import { float32 } from '../tensor/tensor.js';
import { runLoom } from '../testing/commandLine.js';
import { jsonLines, readExample } from '../testing/loom.js';

// The people in this table are made up. Nothing of it may be in what is exported, unless asked for.
const patients = fileURLToPath(new URL('../exchange/__fixtures__/tables/patients.csv', import.meta.url));

let folder: string;
let run: string;
let project: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'loom-table-'));
  run = join(folder, 'run');
  const example = readExample('thermometer-tanh');
  const table = tableOfColumns(
    'patients',
    csvColumns(parseCsv(readFileSync(patients, 'utf8'), 'patients.csv')),
  );
  expect(Object.keys(table.columns)).toContain('patient');
  const layers = example.model.layers.map((layer, i) =>
    i === 0 ? { ...layer, params: { ...layer.params, in_features: 2 } } : layer,
  );
  project = JSON.stringify({
    ...example,
    data: {
      source: { kind: 'inline', ...table },
      inputs: ['age', 'dose'],
      targets: ['effect'],
      validation: null,
      transforms: [{ type: 'Scale', factor: 0.01 }],
    },
    model: { layers },
  });
  const file = join(folder, 'patients.loom');
  writeFileSync(file, project);
  expect((await loom('train', file, '--epochs', '2', '--out', run)).stderr).toBe('');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const loom = (...args: string[]) => runLoom(args);

async function exported(...options: string[]): Promise<string> {
  const file = join(folder, 'exported.onnx');
  expect(await loom('export', run, '--out', file, ...options)).toMatchObject({ status: 0 });
  return file;
}

const metadata = (file: string) => readFileSync(file, 'latin1');

/** Trains on from a file. */
const goOn = (file: string, ...options: string[]) =>
  loom('train', file, '--epochs', '1', '--out', mkdtempSync(join(folder, 'on-')), '--json', ...options);

describe('a file exported without the data', () => {
  it.each(['exported', 'from training'])('includes no cell of the table and no path (%s)', async (which) => {
    const text = metadata(which === 'exported' ? await exported() : join(run, 'model.onnx'));
    expect(text).toContain('"age":[]');
    for (const secret of ['Lee Jun', 'person-1', '"patient"', folder]) expect(text).not.toContain(secret);
  });

  it('asks for the data when training goes on from it, and when it is verified', async () => {
    for (const result of [await goOn(await exported()), await loom('verify', await exported())]) {
      const said = result.stdout + result.stderr;
      expect(result.status).toBe(2);
      expect(said).toMatch(/table .*patients.* is not included.*age.*dose.*effect.*\n.*--data FILE/);
    }
  });

  it('goes on with the data, and passes its certificate with it', async () => {
    const { status, stdout } = await goOn(await exported(), '--data', patients);
    expect(jsonLines(stdout).at(-1)).toMatchObject({ event: 'done' });
    expect(status).toBe(0);
    expect((await loom('verify', await exported(), '--data', patients)).status).toBe(0);
  });

  it.each([
    ['lacks a column', 'age,effect\n30,2\n', /no column "dose"/],
    ['has another type of column', 'age,dose,effect\nyoung,1,2\n', /age.*must contain numbers/],
  ])('refuses data that %s', async (_, text, message) => {
    const other = join(folder, 'other.csv');
    writeFileSync(other, text);
    const { status, stdout, stderr } = await goOn(await exported(), '--data', other);
    expect(stdout + stderr).toMatch(message);
    expect(status).toBe(2);
  });
});

it('includes the used columns if asked for, and training goes on from the file alone', async () => {
  const file = await exported('--include-data');
  const text = metadata(file);
  for (const secret of ['Lee Jun', '"patient"', folder]) expect(text).not.toContain(secret);
  expect((await goOn(file)).status).toBe(0);
});

// 5.130158 is what PyTorch's network says about the first row after the same run, from its standardized numbers.
it('takes the columns of a table as they are in its rows', async () => {
  const wine = fileURLToPath(new URL('../exchange/__fixtures__/tables/wine.loom', import.meta.url));
  const trained = join(folder, 'wine');
  expect((await loom('train', wine, '--out', trained)).status).toBe(0);
  const session = await openSession(readFileSync(join(trained, 'model.onnx')), 1);
  const column = (value: number) => float32([1, 1], [value]);
  const row = { 'fixed acidity': column(7), 'volatile acidity': column(0.27) };
  expect((await session.run(row))['values']!.data[0]).toBeCloseTo(5.130158, 4);
  await session.dispose();
});

it('train.py includes no data', () => {
  const code = trainCode(parseProject(project));
  for (const secret of ['Lee Jun', 'patient"', '40, ']) expect(code).not.toContain(secret);
});

it('refuses data for a model of a built-in table', async () => {
  const earlier = fileURLToPath(
    new URL('../exchange/__fixtures__/2026-11/thermometer-tanh.onnx', import.meta.url),
  );
  expect(await loom('verify', earlier, '--data', patients)).toMatchObject({ status: 2 });
});

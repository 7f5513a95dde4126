import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { problem } from '../base/problem.js';
import { openFolder } from '../io/files.js';
import { readSafetensors } from '../tensor/safetensors.js';
import { runLoom } from '../testing/commandLine.js';
import { example, jsonLines } from '../testing/loom.js';
import { messageOf } from '../text/index.js';
import {
  lastNumberedRun,
  listRuns,
  makeNumberedRun,
  moveRuns,
  restoreRun,
  Run,
  tidyTrash,
  trashRun,
} from './folder.js';

const fixtures = fileURLToPath(new URL('__fixtures__', import.meta.url));

let folder: string;

beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'loom-runs-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const open = (name: string) => new Run(openFolder(join(folder, name)));
const list = () => listRuns(openFolder(folder));

/** A copy of the fixture's run with another record. */
function addRun(
  name: string,
  change: (record: Record<string, unknown>) => void = () => undefined,
  fixture = 'version-1',
): void {
  cpSync(join(fixtures, fixture), join(folder, name), { recursive: true });
  const path = join(folder, name, 'run.json');
  const record = JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>;
  change(record);
  writeFileSync(path, JSON.stringify(record));
}

describe('a run of version 1', () => {
  beforeEach(() => addRun('run-1'));

  it('is listed, with its curves and its project', async () => {
    const [run] = await list();
    expect(run).toMatchObject({ runId: 'run-1', name: null, state: 'finished', epochs: 5, epochsDone: 5 });
    expect(run).toMatchObject({ parameters: 2, seed: 0, problem: null, resumable: true });
    const { epochs } = await open('run-1').read('run-1', false);
    expect(epochs.map(({ epoch }) => epoch)).toEqual([1, 2, 3, 4, 5]);
    expect(epochs[0]!.trainLoss).toBeCloseTo(285.47, 2);
    expect(await open('run-1').project()).toMatchObject({ name: 'Thermometer, linear' });
  });

  it("returns its weights by PyTorch's names", async () => {
    const { value } = await open('run-1').weights();
    const { tensors } = readSafetensors(value);
    expect(Object.keys(tensors)).toEqual(['0.weight', '0.bias']);
  });

  it('resumes to the same figures as an uninterrupted run', async () => {
    const train = (out: string, ...more: string[]) =>
      runLoom([
        ...['train', example('thermometer-linear'), '--epochs', '9', '--no-export'],
        ...['--out', join(folder, out), ...more],
      ]);
    expect(await train('run-1', '--resume')).toMatchObject({ status: 0, stderr: '' });
    expect((await train('whole')).status).toBe(0);
    const losses = async (id: string) =>
      (await open(id).record()).epochs.map(({ trainLoss, validationLoss }) => [trainLoss, validationLoss]);
    expect(await losses('run-1')).toHaveLength(9);
    expect(await losses('run-1')).toEqual(await losses('whole'));
    // Version 1 kept no course; every epoch is a step.
    const course = async (id: string) => (await open(id).read(id)).course;
    expect(await course('run-1')).toMatchObject({ first: 6, stride: 1, learningRate: 0.01 });
    const { losses: steps } = (await course('whole'))!;
    expect(steps).toHaveLength(9);
    expect((await course('run-1'))!.losses).toEqual(steps.slice(5));
  });

  it('is exported with a certificate', async () => {
    const file = join(folder, 'model.onnx');
    const { status, stdout } = await runLoom(['export', join(folder, 'run-1'), '--out', file, '--json']);
    expect(status).toBe(0);
    expect(jsonLines(stdout)[0]).toMatchObject({ certificate: { images: 2 } });
  });
});

it('a failed run of version 2 is listed with its reason and cannot resume', async () => {
  addRun('run-1', undefined, 'version-2');
  const [run] = await list();
  expect(run).toMatchObject({ state: 'failed', epochs: 60, epochsDone: 14, resumable: false });
  expect(messageOf(run!.problem!)).toContain('Training diverged in epoch 15');
});

it('a run of version 3 has neither a baseline nor errors of its target', async () => {
  addRun('run-1', undefined, 'version-3');
  expect(await list()).toMatchObject([{ state: 'finished', baseline: null, last: { regression: null } }]);
});

it('a run of version 4 with a hashed checkpoint is listed, and gives its weights', async () => {
  addRun('run-1', undefined, 'version-4');
  expect(await list()).toMatchObject([{ state: 'finished', epochsDone: 4, resumable: true }]);
  expect(await open('run-1').weights()).toMatchObject({ note: null });
});

it('a failed run of this version keeps its problem', async () => {
  const found = problem('out-of-memory/step', { batch: 64, part: 'output', taken: 1 });
  addRun('run-1', (record) => Object.assign(record, { formatVersion: 4, status: 'failed', error: found }));
  expect(await list()).toMatchObject([{ state: 'failed', resumable: true, problem: found }]);
});

it('a failed run whose problem only a newer version knows is listed without a reason', async () => {
  const error = { code: 'out-of-time/step', where: null, facts: {}, fixes: [] };
  addRun('run-1', (record) => Object.assign(record, { formatVersion: 99, status: 'failed', error }));
  expect(await list()).toMatchObject([{ state: 'failed', problem: null }]);
});

describe('the list', () => {
  it('starts with the newest run and skips damaged records and folders that are not runs', async () => {
    addRun('run-1');
    addRun('run-2');
    mkdirSync(join(folder, 'run-3'));
    writeFileSync(join(folder, 'run-3', 'run.json'), '{"status": "running"');
    mkdirSync(join(folder, 'not a run'));
    expect((await list()).map(({ runId }) => runId)).toEqual(['run-2', 'run-1']);
    await expect(open('run-3').record()).rejects.toThrow('bad-checkpoint/record');
  });

  it('shows a run of a newer version', async () => {
    addRun('run-1', (record) => {
      record['formatVersion'] = 99;
      record['tags'] = ['new'];
      Object.assign(record['project'] as object, { version: 99 });
    });
    expect(await list()).toMatchObject([{ runId: 'run-1', state: 'finished', epochsDone: 5 }]);
    await expect(open('run-1').project()).rejects.toThrow('bad-project/newer-version');
  });

  it('is empty if there are no runs', async () => {
    expect(await listRuns(openFolder(join(folder, 'none')))).toEqual([]);
  });

  it.each([
    ['running', null, true, { state: 'running', resumable: true }],
    ['running', null, false, { state: 'interrupted', resumable: true }],
    ['failed', 'io', false, { state: 'failed', resumable: true, problem: { facts: { said: 'why' } } }],
    ['failed', 'diverged', false, { state: 'failed', resumable: false }],
  ])('shows a record with status %s (%s), training: %s', async (status, code, active, expected) => {
    addRun('run-1', (record) => {
      Object.assign(record, { status, error: code && { code, message: 'why' } });
    });
    expect(await listRuns(openFolder(folder), () => active)).toMatchObject([expected]);
  });

  it('has null for figures that were not finite', async () => {
    addRun('run-1', (record) => {
      const [first] = record['epochs'] as Record<string, unknown>[];
      Object.assign(first!, { trainLoss: null, validationLoss: 'NaN', seconds: null });
    });
    const { epochs } = await open('run-1').read('run-1', false);
    expect(epochs[0]).toMatchObject({ trainLoss: null, validationLoss: null, seconds: 0 });
  });
});

it('renames a run and keeps the fields of a newer version', async () => {
  addRun('run-1', (record) => (record['tags'] = ['new']));
  await open('run-1').rename('baseline');
  expect(await list()).toMatchObject([{ name: 'baseline', epochsDone: 5 }]);
  const record = JSON.parse(readFileSync(join(folder, 'run-1', 'run.json'), 'utf8')) as object;
  expect(record).toMatchObject({ formatVersion: 4, name: 'baseline', tags: ['new'] });
  await open('run-1').rename(null);
  expect(await list()).toMatchObject([{ name: null }]);
});

it('moves runs into a folder with other runs', async () => {
  addRun('here/run-2');
  addRun('there/run-1');
  await moveRuns(openFolder(join(folder, 'here')), openFolder(join(folder, 'there')));
  expect(readdirSync(folder)).toEqual(['there']);
  expect(readdirSync(join(folder, 'there'))).toEqual(['run-1', 'run-2']);
});

it('a deleted run can be restored for a month, unless another has its name', async () => {
  const runs = openFolder(folder);
  const day = 24 * 3600 * 1000;
  addRun('run-1', (record) => (record['seed'] = 1));
  await trashRun(runs, 'run-1', 0);
  expect(await list()).toEqual([]);
  addRun('run-1', (record) => (record['seed'] = 2));
  await expect(restoreRun(runs, 'run-1')).rejects.toThrow('io/run-exists');
  await trashRun(runs, 'run-1', day);
  await restoreRun(runs, 'run-1');
  expect(await list()).toMatchObject([{ runId: 'run-1', seed: 2 }]);
  await tidyTrash(runs, 29 * day);
  expect(readdirSync(join(folder, '.trash'))).toEqual(['0 run-1']);
  await tidyTrash(runs, 31 * day);
  expect(readdirSync(folder)).toEqual(['run-1']);
  await expect(restoreRun(runs, 'run-2')).rejects.toThrow('bad-checkpoint/no-model');
});

describe('a run with two checkpoints', () => {
  const last = () => join(folder, 'run', 'checkpoint.safetensors');
  const before = () => join(folder, 'run', 'checkpoint.previous.safetensors');
  const train = (...options: string[]) =>
    runLoom([
      'train',
      example('thermometer-linear'),
      '--no-export',
      '--out',
      join(folder, 'run'),
      ...options,
    ]);
  const damage = (path: string) => {
    const bytes = readFileSync(path);
    bytes[bytes.length - 1]! ^= 1;
    writeFileSync(path, bytes);
  };
  const NOTE = 'The last checkpoint of this run is damaged, so the one before it is used.';

  beforeEach(async () => {
    expect((await train('--epochs', '5')).status).toBe(0);
    expect((await train('--resume', '--epochs', '9')).status).toBe(0);
  });

  it('resumes from the one before when the last is damaged, says so, and ends the same', async () => {
    const whole = readFileSync(last());
    damage(last());
    const { status, stdout } = await train('--resume', '--epochs', '9');
    expect(status).toBe(0);
    expect(stdout).toContain(`note: ${last()}: ${NOTE}`);
    const { tensors } = readSafetensors(readFileSync(last()));
    expect(tensors).toEqual(readSafetensors(whole).tensors);
    // The damaged one is gone, the one before it is not.
    damage(last());
    expect((await train('--resume', '--epochs', '9')).stdout).toContain(NOTE);
  });

  it('is exported from the one before, and says so', async () => {
    const out = join(folder, 'model.onnx');
    const args = ['export', join(folder, 'run'), '--out', out];
    damage(last());
    expect(await runLoom(args)).toMatchObject({
      status: 0,
      stderr: `note: ${last()}: ${NOTE} What was trained since then is lost.\n`,
    });
    expect((await runLoom([...args, '--format', 'safetensors'])).stderr).toContain(NOTE);
  });

  it('is refused in words when both are damaged', async () => {
    damage(last());
    damage(before());
    for (const args of [
      ['export', join(folder, 'run'), '--out', join(folder, 'out'), '--format', 'safetensors'],
      ['evaluate', join(folder, 'run')],
    ])
      expect((await runLoom(args)).stderr).toContain('is damaged, and the one before it too');
    expect((await train('--resume')).stderr).toContain('Its curves and settings are kept; train it again.');
  });

  it('goes on from the one before when a crash came between both', async () => {
    rmSync(last());
    const { status, stdout } = await train('--resume', '--epochs', '9');
    expect(status).toBe(0);
    expect(stdout).not.toContain('note');
  });
});

it('a run that ended before its first checkpoint begins again', async () => {
  addRun('run-1', (record) => Object.assign(record, { status: 'running', epochs: [] }));
  rmSync(join(folder, 'run-1', 'checkpoint.safetensors'));
  const args = ['train', example('thermometer-linear'), '--resume', '--epochs', '3', '--no-export'];
  expect((await runLoom([...args, '--out', join(folder, 'run-1')])).status).toBe(0);
  expect(await list()).toMatchObject([{ state: 'finished', epochsDone: 3 }]);
});

it('finds the last numbered run of the command line, and makes the next', async () => {
  const runs = openFolder(folder);
  expect(await lastNumberedRun(runs)).toBeNull();
  for (const name of ['2', '10', 'run-3']) addRun(name);
  expect((await list()).map(({ runId }) => runId)).toEqual(['run-3', '10', '2']);
  const made = await Promise.all([makeNumberedRun(runs), makeNumberedRun(runs), makeNumberedRun(runs)]);
  expect(made.map(({ path }) => path).sort()).toEqual(['11', '12', '13'].map((name) => join(folder, name)));
  // Nothing was trained in these.
  expect((await lastNumberedRun(runs))?.path).toBe(join(folder, '10'));
});

it('a run that another process writes is neither renamed nor deleted, and is running', async () => {
  addRun('run-1', (record) => (record['status'] = 'running'));
  expect(await list()).toMatchObject([{ state: 'interrupted' }]);
  const run = open('run-1');
  await run.claim('existing');
  expect(await list()).toMatchObject([{ state: 'running' }]);
  for (const change of [() => open('run-1').rename('x'), () => trashRun(openFolder(folder), 'run-1', 0)])
    await expect(change()).rejects.toThrow('io/run-in-use');
  await run.release();
  expect(await list()).toMatchObject([{ state: 'interrupted', name: null }]);
});

it('a new run is never claimed where there is one', async () => {
  addRun('run-1');
  const run = open('run-1');
  await expect(run.claim('new')).rejects.toThrow('io/run-exists');
  await run.release();
  await expect(open('run-2').claim('existing')).rejects.toThrow('bad-checkpoint/no-model');
  expect(readdirSync(folder)).toEqual(['run-1']);
});

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { runLoom } from '../testing/commandLine.js';
import { example, homeEnvironment, jsonLines, program } from '../testing/loom.js';

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'loom-runs-'));
  file = join(folder, 'mine.loom');
  copyFileSync(example('thermometer-linear'), file);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Trains in a process of its own. */
const train = (...options: string[]) =>
  spawn(process.execPath, [program, 'train', file, '--threads', '1', '--no-export', '--json', ...options], {
    env: homeEnvironment(folder),
    stdio: ['ignore', 'pipe', 'inherit'],
  });

const list = async () => jsonLines((await runLoom(['runs', file, '--json'])).stdout);

it('lists nothing before the first training', async () => {
  expect(await runLoom(['runs', file])).toMatchObject({ status: 0, stdout: 'no runs\n' });
});

it('three trainings that start at once have a folder each', async () => {
  const statuses = await Promise.all(
    [1, 2, 3].map(async (seed) => {
      const child = train('--epochs', '20', '--seed', String(seed));
      child.stdout.resume();
      const [status] = (await once(child, 'exit')) as [number | null];
      return status;
    }),
  );
  expect(statuses).toEqual([0, 0, 0]);
  const runs = await list();
  expect(runs).toMatchObject(
    [3, 2, 1].map((run) => ({ runId: `${run}`, state: 'finished', epochsDone: 20 })),
  );
  expect(new Set(runs.map(({ seed }) => seed))).toEqual(new Set([1, 2, 3]));
  const { stdout } = await runLoom(['runs', file]);
  expect(stdout).toMatch(/^run +state +epochs/);
  expect(stdout).toMatch(/3 +finished +20\/20/);
});

it('a run that trains is shown so and left alone; when its process is killed, it goes on', async () => {
  const child = train('--epochs', '1000000');
  const ended = once(child, 'exit');
  try {
    await once(child.stdout, 'data');
    child.stdout.resume();
    expect(await list()).toMatchObject([{ runId: '1', state: 'running' }]);
    const refused = `This run is being trained elsewhere (by process ${child.pid!})`;
    const out = join(folder, 'out');
    const run = join(folder, 'mine.runs', '1');
    for (const args of [
      ['train', file, '--resume'],
      ['train', file, '--out', run],
      ['export', run, '--out', out],
      ['export', run, '--out', out, '--format', 'safetensors'],
    ]) {
      const { status, stderr } = await runLoom(args);
      expect(stderr).toContain(refused);
      expect(status).toBe(2);
    }
    expect(existsSync(out)).toBe(false);
  } finally {
    child.kill('SIGKILL');
    await ended;
  }
  const [{ epochsDone }] = (await list()) as [{ epochsDone: number }];
  expect(await list()).toMatchObject([{ state: 'interrupted' }]);
  const epochs = String(epochsDone + 5);
  expect(await runLoom(['train', file, '--resume', '--epochs', epochs, '--no-export'])).toMatchObject({
    status: 0,
  });
  expect(await list()).toMatchObject([{ state: 'finished', epochsDone: epochsDone + 5 }]);
  const left = readdirSync(join(folder, 'mine.runs', '1')).filter((name) => /claim|part/.test(name));
  expect(left).toEqual([]);
});

it('a run is deleted, and restored under its number', async () => {
  const train = () => runLoom(['train', file, '--epochs', '3', '--no-export']);
  await train();
  expect(await runLoom(['runs', file, '--delete', '1'])).toMatchObject({ status: 0, stdout: 'no runs\n' });
  await train();
  await runLoom(['runs', file, '--restore', '1']);
  expect(await list()).toMatchObject([{ runId: '2' }, { runId: '1', epochsDone: 3 }]);
  for (const args of [
    ['--delete', '../mine'],
    ['--restore', '1'],
    ['--delete', '3'],
  ])
    expect((await runLoom(['runs', file, ...args])).status).toBe(2);
});

it('a training that is refused leaves no folder', async () => {
  expect((await runLoom(['train', file, '--backend', 'none'])).status).toBe(2);
  expect((await runLoom(['train', file, '--epochs', '0'])).status).toBe(2);
  expect(readdirSync(folder)).toEqual(['mine.loom']);
});

it('a run is trained again from its record, and the weights come out the same', async () => {
  await runLoom(['train', file, '--epochs', '20', '--seed', '3', '--no-export']);
  const run = join(folder, 'mine.runs', '1');
  const again = await runLoom(['reproduce', run]);
  expect(again).toMatchObject({ status: 0, stderr: '' });
  expect(again.stdout).toContain('the weights came out the same, bit for bit');
  expect(await list()).toMatchObject([
    { runId: '2', seed: 3, epochsDone: 20 },
    { runId: '1', seed: 3, epochsDone: 20 },
  ]);

  // As if it had been trained with other weights and elsewhere.
  await runLoom(['train', file, '--epochs', '20', '--seed', '4', '--no-export']);
  const change = (name: string, fields: object) => {
    const path = join(folder, 'mine.runs', name, 'run.json');
    writeFileSync(path, JSON.stringify({ ...(JSON.parse(readFileSync(path, 'utf8')) as object), ...fields }));
  };
  const other = JSON.parse(readFileSync(join(run, 'run.json'), 'utf8')) as Record<string, unknown>;
  change('3', { project: other['project'], processor: 'another', version: '0.0.1' });
  const differs = await runLoom(['reproduce', join(folder, 'mine.runs', '3'), '--json']);
  expect(differs.status).toBe(1);
  expect(jsonLines(differs.stdout).at(-1)).toEqual({
    event: 'reproduced',
    identical: false,
    differing: ['version', 'processor'],
  });

  change('1', { status: 'stopped' });
  expect(await runLoom(['reproduce', run])).toMatchObject({
    status: 2,
    stderr: expect.stringContaining('Only a run that has finished can be trained again') as string,
  });
});

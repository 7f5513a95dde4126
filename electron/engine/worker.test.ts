import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { familyOf } from '../../engine/base/problem.js';
import type { TrainEvent } from '../../engine/jobs/train.js';
import type { JobInput } from '../../engine/jobs/index.js';
import type { JobCommand, JobMessage } from '../../engine/jobs/protocol.js';
import { messageOf } from '../../engine/text/index.js';
import { readSafetensors } from '../../engine/tensor/safetensors.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const project = (name: string) => readFileSync(join(root, 'assets', 'examples', `${name}.loom`), 'utf8');

let folder: string;
let worker: Worker;
const messages: JobMessage[] = [];
const waiting = new Set<() => void>();

// One worker for all tests, as in the app: onnxruntime must not be loaded in a second thread.
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'loom-worker-'));
  worker = new Worker(join(root, 'dist', 'electron', 'engine', 'worker.js'), {
    env: { ...process.env, ORT_DISABLE_TELEMETRY: '1' },
  });
  worker.on('message', (message: JobMessage) => {
    messages.push(message);
    for (const check of waiting) check();
  });
  await seen((message) => message.kind === 'ready');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Resolves with the first message that fits, already there or still to come. */
function seen(fits: (message: JobMessage) => boolean): Promise<JobMessage> {
  return new Promise((resolve) => {
    const check = () => {
      const found = messages.find(fits);
      if (!found) return;
      waiting.delete(check);
      resolve(found);
    };
    waiting.add(check);
    check();
  });
}

type Told = Extract<JobMessage, { id: string }>;

const message = (id: string, kind: JobMessage['kind']) =>
  seen((told) => told.kind === kind && 'id' in told && told.id === id);
/** Resolves when a job has reported an event of this name. */
const event = (id: string, name: TrainEvent['event']) =>
  seen((told) => told.kind === 'progress' && told.id === id && (told.progress as TrainEvent).event === name);
const messagesOf = (id: string) => messages.filter((told): told is Told => 'id' in told && told.id === id);
const eventsOf = (id: string) =>
  messagesOf(id).flatMap((told) => (told.kind === 'progress' ? [(told.progress as TrainEvent).event] : []));
const post = (command: JobCommand) => worker.postMessage(command);
const train = (id: string, name: string, epochs: number, options: Partial<JobInput<'train'>> = {}) =>
  post({
    kind: 'run',
    id,
    job: 'train',
    input: { project: project(name), out: join(folder, id), epochs, threads: 1, ...options },
  });

it('reports how training goes, the first loss as urgent, and ends it once', async () => {
  train('first', 'thermometer-linear', 300);
  expect(await message('first', 'done')).toMatchObject({ result: { reason: 'finished', exported: null } });
  const events = eventsOf('first');
  expect(events[0]).toBe('start');
  expect(events.filter((name) => name === 'epoch')).toHaveLength(300);
  expect(messagesOf('first').filter((told) => told.kind === 'progress' && told.urgent)).toHaveLength(1);
  expect(messagesOf('first').filter(({ kind }) => kind !== 'progress')).toHaveLength(1);
});

it('pauses, goes on and stops in the middle of the birds example', async () => {
  train('birds', 'birds-vs-airplanes', 100);
  await event('birds', 'progress');
  post({ kind: 'pause', id: 'birds' });
  await message('birds', 'paused');
  post({ kind: 'resume', id: 'birds' });
  await message('birds', 'resumed');
  post({ kind: 'stop', id: 'birds' });
  expect(await message('birds', 'done')).toMatchObject({ result: { reason: 'stopped' } });
});

it('tells what is wrong and takes the next job', async () => {
  train('bad', 'thermometer-linear', 3, { project: '{}' });
  expect(await message('bad', 'failed')).toMatchObject({
    problem: { code: expect.stringMatching(/^bad-project\//) as string },
  });
  post({ kind: 'run', id: 'odd', job: 'train', input: { threads: 'many' } });
  expect(await message('odd', 'failed')).toMatchObject({
    problem: { code: 'internal/invariant' },
  });
  post({ kind: 'run', id: 'unknown', job: 'knit', input: {} });
  expect(await message('unknown', 'failed')).toMatchObject({
    problem: { code: 'internal/invariant' },
  });
  train('after', 'thermometer-linear', 3);
  expect(await message('after', 'done')).toMatchObject({ result: { reason: 'finished' } });
});

it('stops a job that pauses, and one that has not begun', async () => {
  train('paused', 'birds-vs-airplanes', 100);
  await event('paused', 'progress');
  post({ kind: 'pause', id: 'paused' });
  await message('paused', 'paused');
  post({ kind: 'stop', id: 'paused' });
  expect(await message('paused', 'done')).toMatchObject({ result: { reason: 'stopped' } });
  train('early', 'thermometer-linear', 300);
  post({ kind: 'stop', id: 'early' });
  expect(await message('early', 'done')).toMatchObject({ result: { reason: 'stopped', epochs: 0 } });
});

it('goes on with a run, and refuses to write over it', async () => {
  const out = join(folder, 'first');
  train('more', 'thermometer-linear', 310, { out, resume: true });
  expect(await message('more', 'done')).toMatchObject({ result: { reason: 'finished', epochs: 310 } });
  train('over', 'thermometer-linear', 3, { out });
  expect(await message('over', 'failed')).toMatchObject({
    problem: { code: expect.stringMatching(/^io\//) as string },
  });
});

it('ends a run that diverges with its error, and the last good epoch is in its checkpoint', async () => {
  const wild = JSON.parse(project('thermometer-linear')) as { training: { optimizer: { lr: number } } };
  wild.training.optimizer.lr = 1;
  const out = join(folder, 'wild');
  train('wild', 'thermometer-linear', 3000, { project: JSON.stringify(wild) });
  const { problem } = (await message('wild', 'failed')) as Extract<JobMessage, { kind: 'failed' }>;
  expect(familyOf(problem.code)).toBe('diverged');
  const kept = Number(/checkpoint of epoch (\d+) is kept/.exec(messageOf(problem))![1]);
  expect(kept).toBeGreaterThan(1);
  const saved = readSafetensors(new Uint8Array(readFileSync(join(out, 'checkpoint.safetensors'))));
  const { epoch, history } = JSON.parse(saved.metadata['layerloom']!) as {
    epoch: number;
    history: unknown[];
  };
  expect([epoch, history.length]).toEqual([kept, kept]);
  for (const { data } of Object.values(saved.tensors))
    expect(Array.from(data as Float32Array, Number.isFinite)).not.toContain(false);
});

it('exports a run with its certificate', async () => {
  const out = join(folder, 'thermometer.onnx');
  post({
    kind: 'run',
    id: 'export',
    job: 'export',
    input: { run: join(folder, 'first'), out, input: 'tensor', output: 'values', includeData: false },
  });
  expect(await message('export', 'done')).toMatchObject({
    result: { onnx: out, certificate: { images: 2 } },
  });
});

it('ends when it is told to, also in the middle of a job', async () => {
  train('last', 'birds-vs-airplanes', 100);
  await event('last', 'progress');
  const ended = new Promise<number>((resolve) => worker.once('exit', resolve));
  post({ kind: 'shutdown' });
  expect(await ended).toBe(0);
  expect(messagesOf('last').at(-1)).toMatchObject({ kind: 'done', result: { reason: 'stopped' } });
});

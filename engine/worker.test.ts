import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { WorkerMessage, WorkerRequest } from './jobs/protocol.js';
import { readSafetensors } from './tensor/safetensors.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const project = (name: string) => readFileSync(join(root, 'assets', 'examples', `${name}.loom`), 'utf8');

let folder: string;
let worker: Worker;
const messages: WorkerMessage[] = [];
const waiting = new Set<() => void>();

// One worker for all tests, as in the app: onnxruntime must not be loaded in a second thread.
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'loom-worker-'));
  worker = new Worker(join(root, 'dist', 'engine', 'worker.js'), {
    env: { ...process.env, ORT_DISABLE_TELEMETRY: '1' },
  });
  worker.on('message', (message: WorkerMessage) => {
    messages.push(message);
    for (const check of waiting) check();
  });
  await seen((message) => message.kind === 'ready');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Resolves with the first message that fits, already there or still to come. */
function seen(fits: (message: WorkerMessage) => boolean): Promise<WorkerMessage> {
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

const event = (id: string, name: string) =>
  seen((message) => message.kind === 'event' && message.id === id && message.event.event === name);
const eventsOf = (id: string) =>
  messages.flatMap((message) => (message.kind === 'event' && message.id === id ? [message.event] : []));
const post = (request: WorkerRequest) => worker.postMessage(request);
const train = (id: string, name: string, epochs: number) =>
  post({ kind: 'train', id, project: project(name), out: join(folder, id), epochs, threads: 1 });

it('runs two jobs one after another, each with one final event', async () => {
  train('first', 'thermometer-linear', 300);
  train('second', 'thermometer-tanh', 300);
  await event('second', 'done');
  for (const id of ['first', 'second']) {
    const names = eventsOf(id).map((one) => one.event);
    expect(names[0]).toBe('start');
    expect(names.filter((name) => name === 'done')).toHaveLength(1);
    expect(names.filter((name) => name === 'epoch')).toHaveLength(300);
    expect(names.at(-1)).toBe('done');
  }
});

it('pauses, goes on and stops in the middle of the birds example', async () => {
  train('birds', 'birds-vs-airplanes', 100);
  await event('birds', 'progress');
  post({ kind: 'pause', id: 'birds' });
  await event('birds', 'paused');
  post({ kind: 'resume', id: 'birds' });
  await event('birds', 'resumed');
  post({ kind: 'stop', id: 'birds' });
  expect(await event('birds', 'done')).toMatchObject({ event: { reason: 'stopped' } });
});

it('tells what is wrong and takes the next job', async () => {
  post({ kind: 'train', id: 'bad', project: '{}', out: join(folder, 'bad'), threads: 1 });
  expect(await event('bad', 'error')).toMatchObject({ event: { code: 'bad-project' } });
  worker.postMessage({ kind: 'train', id: 'odd', threads: 'many' });
  expect(await event('odd', 'error')).toMatchObject({ event: { code: 'bad-argument' } });
  train('after', 'thermometer-linear', 3);
  expect(await event('after', 'done')).toMatchObject({ event: { reason: 'finished' } });
});

it('stops a job that pauses, and one that waits', async () => {
  train('paused', 'birds-vs-airplanes', 100);
  train('waiting', 'thermometer-linear', 300);
  await event('paused', 'progress');
  post({ kind: 'pause', id: 'paused' });
  await event('paused', 'paused');
  post({ kind: 'stop', id: 'waiting' });
  post({ kind: 'stop', id: 'paused' });
  expect(await event('paused', 'done')).toMatchObject({ event: { reason: 'stopped' } });
  expect(await event('waiting', 'done')).toMatchObject({ event: { reason: 'stopped', epochs: 0 } });
});

it('goes on with a run, and refuses to write over it', async () => {
  const out = join(folder, 'first');
  const request = { kind: 'train', project: project('thermometer-linear'), out, threads: 1 } as const;
  post({ ...request, id: 'more', epochs: 310, resume: true });
  expect(await event('more', 'done')).toMatchObject({ event: { reason: 'finished', epochs: 310 } });
  post({ ...request, id: 'over', epochs: 3 });
  expect(await event('over', 'error')).toMatchObject({ event: { code: 'io' } });
});

it('ends a run that diverges with its error, and the last good epoch is in its checkpoint', async () => {
  const wild = JSON.parse(project('thermometer-linear')) as { training: { optimizer: { lr: number } } };
  wild.training.optimizer.lr = 1;
  const out = join(folder, 'wild');
  post({ kind: 'train', id: 'wild', project: JSON.stringify(wild), out, epochs: 3000, threads: 1 });
  const { event: error } = (await event('wild', 'error')) as { event: { code: string; message: string } };
  expect(error.code).toBe('diverged');
  const kept = Number(/checkpoint of epoch (\d+) is kept/.exec(error.message)![1]);
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

it('refuses a job of a name that is taken', async () => {
  train('twin', 'birds-vs-airplanes', 100);
  train('twin', 'thermometer-linear', 3);
  expect(await event('', 'error')).toMatchObject({
    event: { message: expect.stringContaining('"twin"') as string },
  });
  post({ kind: 'stop', id: 'twin' });
  expect(await event('twin', 'done')).toMatchObject({ event: { reason: 'stopped' } });
});

it('exports a run with its certificate', async () => {
  const out = join(folder, 'thermometer.onnx');
  post({
    kind: 'export',
    id: 'export',
    run: join(folder, 'first'),
    out,
    input: 'tensor',
    output: 'values',
    threads: 1,
  });
  expect(await event('export', 'done')).toMatchObject({ event: { onnx: out, certificate: { images: 2 } } });
});

it('ends when it is told to, also in the middle of a job', async () => {
  train('last', 'birds-vs-airplanes', 100);
  await event('last', 'progress');
  const ended = new Promise<number>((resolve) => worker.once('exit', resolve));
  post({ kind: 'shutdown' });
  expect(await ended).toBe(0);
  expect(eventsOf('last').at(-1)).toMatchObject({ event: 'done', reason: 'stopped' });
});

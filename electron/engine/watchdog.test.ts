import { EventEmitter, once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { JobCommand, JobMessage } from '../../engine/jobs/protocol.js';
import { watch } from './watchdog.js';

/** A thread of which only the messages exist. */
class FakeThread extends EventEmitter {
  readonly received: JobCommand[] = [];
  postMessage = (command: JobCommand) => this.received.push(command);
  say = (message: JobMessage) => this.emit('message', message);
}

const MEMORY = 2 ** 30;
const run = (id: string) => ({ kind: 'run', id, job: 'train', input: {} }) as const;
const done = (id: string) => ({ kind: 'done', id, result: null }) as const;

/** Watches a fake thread; `posted` is what the main process hears. */
function watchFake() {
  const thread = new FakeThread();
  const posted: JobMessage[] = [];
  const receive = watch(thread, { post: (message) => posted.push(message), memory: () => MEMORY });
  const healths = () => posted.flatMap((message) => (message.kind === 'health' ? [message.responds] : []));
  return { thread, posted, receive, healths };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('relays commands and messages, and watches only while there are jobs', () => {
  const { thread, posted, receive } = watchFake();
  thread.say({ kind: 'ready' });
  receive(run('a'));
  receive({ kind: 'pause', id: 'a' });
  expect(thread.received).toEqual([run('a'), { kind: 'pause', id: 'a' }]);
  vi.advanceTimersByTime(1000);
  expect(thread.received.at(-1)).toEqual({ kind: 'ping' });
  thread.say({ kind: 'pong' });
  thread.say(done('a'));
  expect(posted).toEqual([{ kind: 'ready' }, { kind: 'health', responds: true, memory: MEMORY }, done('a')]);
  vi.advanceTimersByTime(100_000);
  expect(posted).toHaveLength(3);
});

it('says that a thread hangs after half a minute without a word, and when it responds again', () => {
  const { thread, receive, healths } = watchFake();
  receive(run('a'));
  vi.advanceTimersByTime(30_000);
  expect(healths()).toEqual(Array(30).fill(true));
  vi.advanceTimersByTime(2000);
  expect(healths().slice(30)).toEqual([false, false]);
  // One question is enough: a hung thread would find a heap of them.
  expect(thread.received.filter(({ kind }) => kind === 'ping')).toHaveLength(1);
  thread.say({ kind: 'pong' });
  expect(healths().at(-1)).toBe(true);
});

it('takes progress for a sign of life', () => {
  const { thread, receive, healths } = watchFake();
  receive(run('a'));
  for (let i = 0; i < 100; i++) {
    vi.advanceTimersByTime(1000);
    thread.say({ kind: 'progress', id: 'a', progress: null, urgent: false });
  }
  expect(healths()).not.toContain(false);
});

it('notices a real thread that blocks', async () => {
  vi.useRealTimers();
  const blocking = `
    const { parentPort } = require('node:worker_threads');
    const cell = new Int32Array(new SharedArrayBuffer(4));
    parentPort.on('message', ({ kind, id }) => {
      if (kind === 'ping') return parentPort.postMessage({ kind: 'pong' });
      Atomics.wait(cell, 0, 0, 500);
      parentPort.postMessage({ kind: 'done', id, result: null });
    });
    parentPort.postMessage({ kind: 'ready' });`;
  const thread = new Worker(blocking, { eval: true });
  await once(thread, 'message');
  const healths: boolean[] = [];
  const finished = new Promise<void>((resolve) => {
    const post = (message: JobMessage) => {
      if (message.kind === 'health') healths.push(message.responds);
      if (message.kind === 'done') resolve();
    };
    watch(thread, { post, memory: () => MEMORY, tickMs: 20, patience: 5 })(run('a'));
  });
  await finished;
  expect(healths.slice(0, 5)).toEqual(Array(5).fill(true));
  expect(healths.slice(5, -1)).not.toContain(true);
  expect(healths.slice(5, -1).length).toBeGreaterThan(3);
  expect(healths.at(-1)).toBe(true);
  await thread.terminate();
});

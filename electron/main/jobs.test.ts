import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { problem } from '../../engine/base/problem.js';
import { fetchCifar10 } from '../../engine/jobs/fetchCifar10.js';
import type { JobInput } from '../../engine/jobs/index.js';
import { splitRows } from '../../engine/jobs/splitRows.js';
import { train } from '../../engine/jobs/train.js';
import type { JobUpdate } from '../ipc/jobs.js';
import { forkFake, type FakeProcess } from '../testing/shell.js';
import { Supervisor, type HostState, type SupervisorOptions } from './jobs.js';

const CRASH = problem('internal/engine-died', {});
const children: FakeProcess[] = [];
const child = () => children.at(-1)!;
const states: HostState[] = [];
let told: { readonly id: string; readonly updates: readonly JobUpdate[] }[] = [];
const log = vi.fn();

function supervise(options: Partial<SupervisorOptions> = {}): Supervisor {
  return new Supervisor({
    host: 'engine',
    fork: () => {
      const forked = forkFake();
      children.push(forked);
      return forked;
    },
    parallel: 1,
    idleMs: null,
    crash: CRASH,
    onState: (state) => states.push(state),
    onUpdates: (id, updates) => told.push({ id, updates }),
    log,
    ...options,
  });
}

/** Lets what was posted arrive. */
const arrive = () => vi.advanceTimersByTimeAsync(0);
const input: JobInput<'train'> = { project: '', out: '/runs/1' };
const note = (said: string) => ({ event: 'note', note: problem('advice/no-onnxruntime', { said }) }) as const;
const report = (id: string, message: string, urgent = false) =>
  child().send({ kind: 'progress', id, progress: note(message), urgent });
const RESULT = { reason: 'finished', seconds: 1, epochs: 1, out: '/runs/1', exported: null, advice: [] };
const done = (id: string) => child().send({ kind: 'done', id, result: RESULT });

beforeEach(() => {
  vi.useFakeTimers();
  children.length = 0;
  states.length = 0;
  told = [];
  log.mockClear();
});
afterEach(() => void vi.useRealTimers());

it('gives the process one job at a time, and what was asked of one that waited', async () => {
  const engine = supervise();
  engine.start();
  engine.run('a', train, input);
  engine.run('b', train, { ...input, out: '/runs/2' });
  engine.control('b', 'stop');
  await arrive();
  expect(child().received).toEqual([{ kind: 'run', id: 'a', job: 'train', input }]);
  expect(engine.open()).toHaveLength(2);
  done('a');
  await arrive();
  expect(child().received.slice(1)).toMatchObject([
    { kind: 'run', id: 'b' },
    { kind: 'stop', id: 'b' },
  ]);
  expect(engine.open()).toMatchObject([{ input: { out: '/runs/2' } }]);
});

it('relays at most ten messages a second, urgent reports and the end at once, all in order', async () => {
  const engine = supervise();
  engine.start();
  engine.run('a', train, input);
  report('a', 'start');
  report('a', 'second');
  expect(told).toEqual([{ id: 'a', updates: [{ kind: 'progress', progress: [note('start')] }] }]);
  report('a', 'first loss', true);
  expect(told[1]?.updates).toEqual([{ kind: 'progress', progress: [note('second'), note('first loss')] }]);
  const before = told.length;
  for (let ms = 0; ms < 1000; ms += 10) {
    report('a', `${ms}`);
    await vi.advanceTimersByTimeAsync(10);
  }
  expect(told.length - before).toBeLessThanOrEqual(10);
  report('a', 'last');
  child().send({ kind: 'paused', id: 'a' });
  done('a');
  expect(
    told
      .slice(before)
      .flatMap(({ updates }) => updates.map(({ kind }) => kind))
      .slice(-2),
  ).toEqual(['paused', 'done']);
  const notes = told.flatMap(({ updates }) =>
    updates.flatMap((update) => (update.kind === 'progress' ? update.progress : [])),
  );
  expect(notes).toHaveLength(104);
});

it('fails every open job when the process dies, and starts another one when asked', async () => {
  const engine = supervise();
  engine.start();
  child().send({ kind: 'ready' });
  engine.run('a', train, input);
  engine.run('b', train, input);
  child().emit('exit', 11);
  expect(told).toEqual(['a', 'b'].map((id) => ({ id, updates: [{ kind: 'failed', problem: CRASH }] })));
  expect(() => engine.run('c', train, input)).toThrow('shell/engine-down');
  engine.start();
  engine.run('c', train, input);
  await arrive();
  expect(children).toHaveLength(2);
  expect(child().received).toMatchObject([{ kind: 'run', id: 'c' }]);
  expect(states).toEqual(['starting', 'ready', 'died', 'starting']);
});

it('says that the process hangs until it responds again; a restart ends a hung one', () => {
  const engine = supervise();
  engine.start();
  child().send({ kind: 'ready' });
  engine.run('a', train, input);
  const health = (responds: boolean) => child().send({ kind: 'health', responds, memory: 2 ** 30 });
  for (const responds of [true, false, false, true, false]) health(responds);
  expect(states).toEqual(['starting', 'ready', 'hung', 'ready', 'hung']);
  engine.restart();
  expect(children.map(({ killed }) => killed)).toEqual([true, false]);
  expect(told[0]?.updates).toMatchObject([{ kind: 'failed' }]);
  expect(log).toHaveBeenCalledWith(expect.any(String), expect.stringContaining('1024 MB'));
  children[0]!.emit('exit', 15);
  expect(states.slice(5)).toEqual(['died', 'starting']);
  // A second click changes nothing.
  engine.restart();
  expect(children).toHaveLength(2);
});

it('a result that is not one fails the job, and the log says why', () => {
  const engine = supervise();
  engine.start();
  engine.run('a', train, input);
  child().send({ kind: 'done', id: 'a', result: { reason: 'bored' } });
  expect(told[0]?.updates).toMatchObject([{ kind: 'failed', problem: { code: 'internal/unexpected' } }]);
  expect(log).toHaveBeenCalled();
});

it('gives a question to the process at once, while another job runs', async () => {
  const engine = supervise();
  engine.start();
  engine.run('a', train, input);
  engine.run('b', train, input);
  engine.run('c', splitRows, { run: '/runs/1' });
  await arrive();
  const begun = () => child().received.map((command) => 'id' in command && command.id);
  expect(begun()).toEqual(['a', 'c']);
  done('c');
  await arrive();
  expect(begun()).toEqual(['a', 'c']);
});

it('a process that is started by its first job ends when it has had none for a while', async () => {
  const data = supervise({ idleMs: 1000, parallel: Infinity });
  expect(children).toHaveLength(0);
  data.run('a', train, input);
  data.run('b', train, input);
  await arrive();
  expect(child().received).toHaveLength(2);
  done('a');
  await vi.advanceTimersByTimeAsync(2000);
  expect(child().killed).toBe(false);
  done('b');
  await vi.advanceTimersByTimeAsync(999);
  data.run('c', train, input);
  await vi.advanceTimersByTimeAsync(2000);
  expect(children).toHaveLength(1);
  done('c');
  await vi.advanceTimersByTimeAsync(1000);
  expect(child().killed).toBe(true);
  data.run('d', train, input);
  expect(children).toHaveLength(2);
});

it('refuses a second job that would write the same files', () => {
  const data = supervise({ host: 'data', idleMs: 1000, parallel: Infinity });
  data.run('a', fetchCifar10, { archive: null });
  expect(() => data.run('b', fetchCifar10, { archive: null })).toThrow('shell/busy');
  child().send({ kind: 'done', id: 'a', result: { fetched: true } });
  data.run('c', fetchCifar10, { archive: null });
});

it('waits for its jobs to stop before it ends the process', async () => {
  const engine = supervise();
  engine.start();
  const ended = engine.quit();
  await arrive();
  expect(child().received).toEqual([{ kind: 'shutdown' }]);
  expect(child().killed).toBe(false);
  child().emit('exit', 0);
  await ended;
  expect(states).toEqual(['starting']);
});

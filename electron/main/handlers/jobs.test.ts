import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { problem } from '../../../engine/base/problem.js';
import type { JobUpdate } from '../../ipc/jobs.js';
import { PROJECT, TestShell } from '../../testing/shell.js';

let app: TestShell;
let token: string;

beforeEach(async () => {
  app = new TestShell();
  token = await app.openSaved();
  await app.value('app.ready', { workspaces: [] });
});
afterEach(async () => {
  vi.useRealTimers();
  await app.dispose();
});

const start = (id: string, name: string, request: Readonly<Record<string, unknown>>) =>
  app.value('jobs.start', { id, name, request });
const train = (id: string, more: object = {}) =>
  start(id, 'train', { project: PROJECT, out: { token, resume: null }, ...more });
const started = (host: 'engine' | 'data' = 'engine') =>
  app.process(host).received.flatMap((command) => (command.kind === 'run' ? [command] : []));
const updates = (id: string): JobUpdate[] =>
  app.desktop.payloads('jobUpdates').flatMap((payload) => (payload.id === id ? payload.updates : []));
const note = (said: string) => ({ event: 'note', note: problem('advice/no-onnxruntime', { said }) }) as const;
const finished = { reason: 'finished', seconds: 1, epochs: 1, out: '/runs/1', exported: null, advice: [] };

describe('a job', () => {
  it('gets paths in place of references, and the window names in place of paths', async () => {
    const accepted = await train('a');
    const { out } = started()[0]!.input as { readonly out: string };
    expect(dirname(out)).toBe(app.path('mine.runs'));
    expect(accepted).toEqual({ out: { token: accepted!['out']!.name, name: accepted!['out']!.token } });
    expect(out.endsWith(accepted!['out']!.name)).toBe(true);
  });

  it('goes on with the run that is asked for', async () => {
    app.addRun('run-1');
    await train('a', { resume: true, out: { token, resume: 'run-1' } });
    expect(started()).toMatchObject([{ input: { out: app.path('mine.runs', 'run-1'), resume: true } }]);
  });

  it('does not start when a dialog is canceled', async () => {
    app.desktop.answer(null);
    expect(await start('a', 'inspectImages', { path: 'folder' })).toBeNull();
    expect(await app.value('jobs.list')).toEqual([]);
  });

  it('writes the model where the user chooses', async () => {
    app.addRun('run-1');
    app.desktop.answer(app.path('birds.onnx'));
    const options = { input: null, output: null, includeData: false };
    const request = { run: { token, runId: 'run-1' }, out: { name: 'mine' }, ...options };
    const accepted = await start('a', 'export', request);
    expect(app.desktop.dialogs.at(-1)).toMatchObject({ defaultPath: 'mine.onnx' });
    expect(started()).toMatchObject([
      { input: { run: app.path('mine.runs', 'run-1'), out: app.path('birds.onnx') } },
    ]);
    expect(accepted).toMatchObject({ out: { name: 'birds.onnx' } });
  });

  it('is queued behind another, and listed until it ends', async () => {
    await train('a');
    await train('b');
    expect(started().map(({ id }) => id)).toEqual(['a']);
    expect(await app.value('jobs.list')).toEqual(['a', 'b']);
    app.process('engine').send({ kind: 'done', id: 'a', result: finished });
    await vi.waitFor(() => expect(started().map(({ id }) => id)).toEqual(['a', 'b']));
    expect(await app.value('jobs.list')).toEqual(['b']);
    expect(updates('a')).toEqual([{ kind: 'done', result: finished }]);
  });

  it('is paused, resumed and stopped', async () => {
    await train('a');
    for (const action of ['pause', 'resume', 'stop'] as const)
      await app.value('jobs.control', { id: 'a', action });
    expect(app.process('engine').received.slice(1)).toEqual(
      ['pause', 'resume', 'stop'].map((kind) => ({ kind, id: 'a' })),
    );
    const canceled = problem('interrupted/canceled', { what: 'import' });
    app.process('engine').send({ kind: 'failed', id: 'a', problem: canceled, stack: null });
    expect(updates('a')).toEqual([{ kind: 'failed', problem: canceled }]);
    // It has ended: nothing happens.
    await app.value('jobs.control', { id: 'a', action: 'stop' });
  });

  it('tells the window of its progress at most ten times a second, without losing any', async () => {
    await train('a');
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const before = app.desktop.payloads('jobUpdates').length;
    for (let ms = 0; ms < 1000; ms += 10) {
      if (ms > 0) vi.advanceTimersByTime(10);
      app.process('engine').send({ kind: 'progress', id: 'a', progress: note(`${ms}`), urgent: false });
    }
    expect(app.desktop.payloads('jobUpdates').length - before).toBeLessThanOrEqual(10);
    vi.advanceTimersByTime(100);
    const reports = updates('a').flatMap((update) => (update.kind === 'progress' ? update.progress : []));
    expect(reports).toEqual(Array.from({ length: 100 }, (_, i) => note(`${i * 10}`)));
  });

  it('fails when its process dies; the engine starts again when asked, a data process by itself', async () => {
    app.process('engine').send({ kind: 'ready' });
    await train('a');
    app.process('engine').emit('exit', 9);
    expect(updates('a')).toMatchObject([{ kind: 'failed', problem: { code: 'internal/engine-died' } }]);
    expect(await app.value('engine.info')).toMatchObject({ state: 'died' });
    expect(
      await app.refusal('jobs.start', {
        id: 'b',
        name: 'train',
        request: { project: PROJECT, out: { token, resume: null } },
      }),
    ).toMatchObject({ code: 'shell/engine-down' });
    expect(await app.value('engine.restart')).toMatchObject({ state: 'starting' });
    await train('c');
    const states = app.desktop.payloads('engineState').map(({ state }) => state);
    expect(states).toEqual(['starting', 'ready', 'died', 'starting']);

    app.desktop.answer(app.folder);
    await start('d', 'inspectImages', { path: 'folder' });
    app.process('data').emit('exit', 9);
    expect(updates('d')).toMatchObject([{ kind: 'failed', problem: { code: 'bad-data/process-died' } }]);
    app.desktop.answer(app.folder);
    await start('e', 'inspectImages', { path: 'folder' });
    expect(started('data')).toHaveLength(1);
  });

  it('fails when its process reports what it cannot, and the log says so', async () => {
    await train('a');
    app.process('engine').send({ kind: 'done', id: 'a', result: { reason: 'bored' } });
    expect(updates('a')).toMatchObject([{ kind: 'failed', problem: { code: 'internal/unexpected' } }]);
    expect(app.log).toHaveBeenCalledWith('in the job "train"', expect.any(String));
  });

  it('stops when the window crashes, and the next window hears of it only once it listens', async () => {
    await train('a');
    app.shell.windowCrashed();
    await vi.waitFor(() => expect(app.process('engine').received.at(-1)).toEqual({ kind: 'stop', id: 'a' }));
    app.process('engine').send({ kind: 'done', id: 'a', result: { ...finished, reason: 'stopped' } });
    expect(updates('a')).toEqual([]);
    await app.value('app.ready', { workspaces: [] });
    expect(updates('a')).toMatchObject([{ kind: 'done' }]);
  });
});

describe('a request is refused', () => {
  const refusal = (name: string, request: object) => app.refusal('jobs.start', { id: 'x', name, request });

  it('when it names a job, a document or a file that there is not', async () => {
    expect((await refusal('mine', {})).code).toBe('internal/invariant');
    expect((await refusal('train', { project: PROJECT, out: { token: 'no', resume: null } })).code).toBe(
      'shell/document-closed',
    );
    expect(
      (await refusal('train', { project: PROJECT, out: { token, resume: null }, from: 'no' })).code,
    ).toBe('shell/unknown-file');
    expect(await app.value('jobs.list')).toEqual([]);
  });

  it('when it has paths in place of references', async () => {
    for (const out of ['/etc', { token, resume: '../x' }, { token: '/etc', resume: null }])
      expect(
        await app.call('jobs.start', { id: 'x', name: 'train', request: { project: PROJECT, out } }),
      ).toMatchObject({
        ok: false,
      });
    expect((await refusal('classify', { run: { token, runId: '..' } })).code).not.toBe('shell/busy');
    expect(started()).toEqual([]);
  });

  it('when its settings are not those of the job', async () => {
    const out = { token, resume: null };
    expect(await refusal('train', { project: PROJECT, out, epochs: 0 })).toMatchObject({
      code: 'shell/bad-request',
      facts: { call: 'train' },
    });
    expect((await refusal('train', { project: '{}', out })).code).toMatch(/^bad-project/);
    expect(started()).toEqual([]);
  });

  it('when the run trains already', async () => {
    app.addRun('run-1');
    const request = { project: PROJECT, resume: true, out: { token, resume: 'run-1' } };
    await start('a', 'train', request);
    expect(await refusal('train', request)).toMatchObject({ code: 'shell/busy' });
  });

  it('when another job would write the same files', async () => {
    await start('a', 'fetchCifar10', { archive: null });
    expect(await refusal('fetchCifar10', { archive: null })).toMatchObject({ code: 'shell/busy' });
  });
});

describe('a project without a file', () => {
  it('has a recovery copy as soon as it trains, and its runs move with the first save', async () => {
    const { token: unsaved } = await app.value('project.new', { text: PROJECT });
    await train('a', { out: { token: unsaved, resume: null } });
    const { out } = started()[0]!.input as { readonly out: string };
    expect(dirname(out)).toBe(app.path('unsaved', unsaved));
    expect(JSON.parse(readFileSync(app.path('recovery', `${unsaved}.json`), 'utf8'))).toMatchObject({
      text: PROJECT,
    });
    app.write(`unsaved/${unsaved}/run-1/run.json`, '{}');
    app.desktop.answer(app.path('saved.loom'));
    await app.value('project.save', { token: unsaved, text: PROJECT });
    expect(await app.shell.documents.runsFolder(unsaved)).toBe(app.path('unsaved', unsaved));
    app.process('engine').send({ kind: 'done', id: 'a', result: finished });
    expect(await app.shell.documents.runsFolder(unsaved)).toBe(app.path('saved.runs'));
  });
});

it('images that were dropped are taken once; chosen ones can be named again', async () => {
  await app.shell.drop(app.path('pictures'));
  expect(app.desktop.payloads('dataDropped')).toEqual([{ kind: 'images' }]);
  const accepted = await start('a', 'inspectImages', { path: 'dropped' });
  expect(started('data')).toMatchObject([{ input: { path: app.path('pictures') } }]);
  expect(await start('b', 'inspectImages', { path: 'dropped' })).toBeNull();
  expect(accepted).toMatchObject({ path: { name: 'pictures' } });
});

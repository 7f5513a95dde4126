import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readSafetensors } from '../../../engine/tensor/safetensors.js';
import { PROJECT, TestShell } from '../../testing/shell.js';

let app: TestShell;
let token: string;

beforeEach(async () => {
  app = new TestShell();
  token = await app.openSaved();
  app.addRun('run-1');
  app.addRun('run-2');
});
afterEach(() => app.dispose());

const runFile = (runId: string) => app.path('mine.runs', runId, 'run.json');
/** Goes on training a run. */
const resume = (runId: string) =>
  app.value('jobs.start', {
    id: runId,
    name: 'train',
    request: { project: PROJECT, resume: true, out: { token, resume: runId } },
  });

it('runs are listed newest first; damaged ones are passed over', async () => {
  app.addRun('run-3');
  writeFileSync(runFile('run-3'), '{');
  const runs = await app.value('runs.list', { token });
  expect(runs.map(({ runId }) => runId)).toEqual(['run-2', 'run-1']);
  expect(await app.refusal('runs.read', { token, runId: 'run-3' })).toMatchObject({
    code: 'bad-checkpoint/record',
  });
});

it('a run is read with its project and its curves', async () => {
  const { run, project, epochs } = await app.value('runs.read', { token, runId: 'run-1' });
  expect(run).toMatchObject({ runId: 'run-1', epochsDone: epochs.length });
  expect(epochs.length).toBeGreaterThan(0);
  expect(JSON.parse(project)).toHaveProperty('model');
});

it('a run gets a name, and loses it again', async () => {
  const names = async () => (await app.value('runs.list', { token })).map(({ name }) => name);
  await app.value('runs.rename', { token, runId: 'run-2', name: 'the best' });
  expect(await names()).toEqual(['the best', null]);
  await app.value('runs.rename', { token, runId: 'run-2', name: null });
  expect(await names()).toEqual([null, null]);
});

it('a deleted run is gone, and comes back as it was', async () => {
  const before = readFileSync(runFile('run-1'), 'utf8');
  await app.value('runs.remove', { token, runId: 'run-1' });
  expect(existsSync(runFile('run-1'))).toBe(false);
  expect((await app.value('runs.list', { token })).map(({ runId }) => runId)).toEqual(['run-2']);
  await app.value('runs.restore', { token, runId: 'run-1' });
  expect(readFileSync(runFile('run-1'), 'utf8')).toBe(before);
  expect(await app.refusal('runs.restore', { token, runId: 'run-1' })).toMatchObject({
    code: 'bad-checkpoint/no-model',
  });
});

it('a run that trains is neither renamed nor deleted, and counts as running', async () => {
  await resume('run-1');
  expect(await app.refusal('runs.rename', { token, runId: 'run-1', name: 'x' })).toMatchObject({
    code: 'shell/busy',
  });
  expect(await app.refusal('runs.remove', { token, runId: 'run-1' })).toMatchObject({ code: 'shell/busy' });
  await app.value('runs.rename', { token, runId: 'run-2', name: 'x' });
  const record = JSON.parse(readFileSync(runFile('run-1'), 'utf8')) as object;
  writeFileSync(runFile('run-1'), JSON.stringify({ ...record, status: 'running' }));
  writeFileSync(runFile('run-2'), JSON.stringify({ ...record, status: 'running' }));
  const runs = await app.value('runs.list', { token });
  expect(runs.map(({ state }) => state)).toEqual(['interrupted', 'running']);
});

it('weights are exported to the chosen file, of which the window learns the name alone', async () => {
  app.desktop.answer(app.path('w.safetensors'));
  const exported = await app.value('engine.exportWeights', { token, runId: 'run-1' });
  expect(exported).toMatchObject({ name: 'w.safetensors' });
  const { tensors } = readSafetensors(readFileSync(app.path('w.safetensors')));
  expect(Object.keys(tensors).length).toBeGreaterThan(0);
  await app.value('app.showInFolder', { token: exported!.token });
  expect(app.desktop.shown).toEqual([app.path('w.safetensors')]);
});

it('weights are not exported when the dialog is canceled, or the run is gone', async () => {
  app.desktop.answer(null);
  expect(await app.value('engine.exportWeights', { token, runId: 'run-1' })).toBeNull();
  app.desktop.answer(app.path('w.safetensors'));
  expect(await app.refusal('engine.exportWeights', { token, runId: 'run-9' })).toMatchObject({
    code: 'bad-checkpoint/no-model',
  });
  expect(existsSync(app.path('w.safetensors'))).toBe(false);
});

it('runs of a document that is not open, and ids that are paths, are refused', async () => {
  expect(await app.refusal('runs.list', { token: 'nobody' })).toMatchObject({
    code: 'shell/document-closed',
  });
  for (const runId of ['..', '../other', 'a/b', ''])
    expect(await app.refusal('runs.read', { token, runId })).toMatchObject({ code: 'shell/bad-request' });
});

import { beforeEach, expect, it } from 'vitest';
import type { Pushes, RunSummary } from '../../electron/ipc/contract.js';
import { problem } from '../../engine/base/problem.js';
import type { TrainEvent } from '../../engine/jobs/train.js';
import type { JobName, JobResult } from '../../engine/jobs/index.js';
import { serializeProject } from '../../engine/project/parse.js';
import { resetBrowse } from '../state/browse.js';
import { undo } from '../state/document.js';
import { createTestApp, openTemplate } from '../testing/testApp.js';
import { predict } from './data.js';
import { reproduce, restoreProject, togglePause, stop, train } from './runs.js';

const setup = () => {
  const made = createTestApp();
  made.loom.answer('jobs.start', { out: { token: 'run', name: 'run' } });
  made.loom.answer('runs.list', []);
  openTemplate(made.app, 'convnet');
  return made;
};
let { app, loom } = setup();
beforeEach(() => ({ app, loom } = setup()));

const started = () => loom.inputs('jobs.start') as readonly { readonly id: string; readonly name: JobName }[];
const idOf = (name: JobName) =>
  started()
    .filter((job) => job.name === name)
    .at(-1)!.id;
/** Reports news of a job, and waits until the window has received it. */
async function tell(id: string, ...updates: Pushes['jobUpdates']['updates']): Promise<void> {
  loom.push('jobUpdates', { id, updates });
  // The news is passed on one task after the reply to the call that started the job.
  await new Promise((resolve) => setTimeout(() => setTimeout(resolve)));
}
const FAILED = { kind: 'failed', problem: problem('bad-checkpoint/none', {}) } as const;

it('Train pressed twice before the engine has answered begins one run', async () => {
  await Promise.all([train(app), train(app)]);
  expect(started()).toHaveLength(1);
  expect(app.training.getState().live).toMatchObject({ runId: 'run', status: 'queued' });
});

it('a run that is told to stop while it rests is stopping until it has stopped', async () => {
  await train(app);
  const id = idOf('train');
  const status = () => app.training.getState().live?.status;
  await tell(id, { kind: 'paused' });
  togglePause(app);
  expect(loom.inputs('jobs.control').at(-1)).toEqual({ id, action: 'resume' });
  stop(app);
  expect(loom.inputs('jobs.control').at(-1)).toEqual({ id, action: 'stop' });
  await tell(id, { kind: 'resumed' });
  expect(status()).toBe('stopping');
  await tell(id, FAILED);
  expect(status()).toBe('failed');
});

it('what a run reports before the window knows that it was accepted is not lost', async () => {
  const note = {
    event: 'note',
    note: problem('advice/batch-of-all', { batchSize: 64, samples: 11 }),
  } as const satisfies TrainEvent;
  const trained = train(app);
  await tell(idOf('train'), { kind: 'progress', progress: [note] });
  await trained;
  expect(app.training.getState().live?.notes).toEqual([note.note]);
});

const PREDICTIONS: JobResult<'classify'> = {
  rows: Uint32Array.of(0),
  truth: Uint32Array.of(1),
  probabilities: Float32Array.of(0.2, 0.8),
  classes: ['airplane', 'bird'],
  training: 1,
  validating: 1,
  epoch: 1,
  midway: false,
};

it('a model’s answers are taken in', async () => {
  const asked = predict(app, 'run');
  expect(app.browse.getState().predicting).not.toBeNull();
  await tell(idOf('classify'), { kind: 'done', result: PREDICTIONS });
  await asked;
  expect(app.browse.getState()).toMatchObject({ predicting: null, predictions: { runId: 'run' } });
});

it('a model’s answers come too late when another project is open', async () => {
  const asked = predict(app, 'run');
  resetBrowse(app);
  await tell(idOf('classify'), { kind: 'done', result: PREDICTIONS });
  await asked;
  expect(app.browse.getState()).toMatchObject({ predicting: null, predictions: null });
});

it('a model that cannot be asked says why', async () => {
  const asked = predict(app, 'run');
  await tell(idOf('classify'), FAILED);
  await asked;
  expect(app.browse.getState().predicting).toBeNull();
  expect(app.ui.getState().notices).toMatchObject([
    { tone: 'bad', text: 'There is no checkpoint to resume from.' },
  ]);
});

const SUMMARY: RunSummary = {
  ...{ runId: 'first', name: null, startedAt: 0, state: 'finished', epochs: 1, epochsDone: 1 },
  ...{ parameters: 2, seed: 0, threads: 3, backend: 'reference', last: null, baseline: null },
  ...{ problem: null, resumable: true, reproducible: true },
};

it('a run is trained again as it was, and the window says whether its weights are the same', async () => {
  const text = serializeProject(app.document.getState().project!);
  const shown = {
    runId: 'first',
    live: null,
    run: SUMMARY,
    epochs: [],
    text,
    baseline: null,
    findings: [],
    course: null,
  };
  await reproduce(app, shown);
  expect(loom.inputs('jobs.start').at(-1)).toMatchObject({
    request: { project: text, resume: false, threads: 3, backend: 'reference', from: null, fromRun: null },
  });
  const result = { reason: 'finished', seconds: 1, epochs: 1, out: 'run', exported: null, advice: [] };
  await tell(idOf('train'), { kind: 'done', result });
  expect(loom.inputs('jobs.start').at(-1)).toMatchObject({
    request: { run: { runId: 'first' }, again: { runId: 'run' } },
  });
  const found = problem('advice/not-reproduced', { differing: ['threads'] });
  await tell(idOf('reproduced'), { kind: 'done', result: found });
  expect(app.ui.getState().notices.at(-1)?.text).toContain('not as it was: the number of threads');
});

it("a run's project is restored as one edit, under the open project's name", () => {
  const { project } = app.document.getState();
  const before = { ...project!, name: 'earlier', training: { ...project!.training, epochs: 77 } };
  restoreProject(app, serializeProject(before));
  expect(app.document.getState().project).toMatchObject({ name: project!.name, training: { epochs: 77 } });
  undo(app);
  expect(app.document.getState().project).toEqual(project);
});

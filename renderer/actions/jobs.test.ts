import { beforeEach, expect, it } from 'vitest';
import type { Pushes } from '../../electron/ipc/contract.js';
import { problem } from '../../engine/base/problem.js';
import type { TrainEvent } from '../../engine/jobs/train.js';
import type { JobName, JobResult } from '../../engine/jobs/index.js';
import { resetBrowse } from '../state/browse.js';
import { createTestApp, openTemplate } from '../testing/testApp.js';
import { predict } from './data.js';
import { togglePause, stop, train } from './runs.js';

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

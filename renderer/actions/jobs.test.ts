import { beforeEach, expect, it, vi } from 'vitest';
import type { Pushes } from '../../electron/ipc/contract.js';
import { problem } from '../../engine/base/problem.js';
import type { TrainEvent } from '../../engine/jobs/events.js';
import type { JobResult } from '../../engine/jobs/index.js';
import { serializeProject } from '../../engine/project/parse.js';
import { templates } from '../../engine/project/templates.js';
import { browseAfresh, useBrowse } from '../state/browse.js';
import { openDocument } from '../state/document.js';
import { resetTraining, useTraining } from '../state/training.js';
import { useUi } from '../state/ui.js';
import { askModel } from './data.js';
import { pauseOrGoOn, stop, train } from './train.js';

type Told = Pushes['jobUpdates'];

const { project } = templates.find(({ id }) => id === 'convnet')!;
const answer = <T>(value: T) => Promise.resolve({ ok: true, value } as const);
interface Started {
  readonly id: string;
}
const jobs = {
  train: vi.fn((_: Started) => answer({ runId: 'run' })),
  classify: vi.fn((_: Started) => answer(true)),
  control: vi.fn(() => answer(null)),
};
const app = { progress: vi.fn(() => answer(null)) };
const runs = { list: vi.fn(() => answer([])) };
const listeners = new Set<(told: Told) => void>();
const idOf = (name: 'train' | 'classify') => jobs[name].mock.lastCall![0].id;
/** Tells the window news of a job, and lets it take them in. */
async function tell(id: string, ...updates: Told['updates']): Promise<void> {
  listeners.forEach((listener) => listener({ id, updates }));
  await new Promise((resolve) => setTimeout(resolve, 5));
}
const FAILED = { kind: 'failed', problem: problem('bad-checkpoint/none', {}) } as const;

beforeEach(() => {
  vi.clearAllMocks();
  listeners.clear();
  const on = {
    jobUpdates: (listener: (told: Told) => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  vi.stubGlobal('window', { loom: { jobs, app, runs, on } });
  useUi.setState({ notices: [] });
  resetTraining();
  browseAfresh();
  openDocument({ token: 't', name: 'test', saved: true, recovered: false, text: serializeProject(project) });
});

it('Train pressed twice before the engine has answered begins one run', async () => {
  await Promise.all([train(), train()]);
  expect(jobs.train).toHaveBeenCalledTimes(1);
  expect(useTraining.getState().live).toMatchObject({ runId: 'run', status: 'queued' });
});

it('a run that is told to stop while it rests is stopping until it has stopped', async () => {
  await train();
  const id = idOf('train');
  const status = () => useTraining.getState().live?.status;
  await tell(id, { kind: 'paused' });
  pauseOrGoOn();
  expect(jobs.control).toHaveBeenLastCalledWith({ id, action: 'resume' });
  stop();
  expect(jobs.control).toHaveBeenLastCalledWith({ id, action: 'stop' });
  await tell(id, { kind: 'resumed' });
  expect(status()).toBe('stopping');
  await tell(id, FAILED);
  expect(status()).toBe('failed');
  expect(listeners.size).toBe(0);
});

it('what a run reports before the window knows that it was accepted is not lost', async () => {
  const note = {
    event: 'note',
    note: problem('advice/batch-of-all', { batchSize: 64, samples: 11 }),
  } as const satisfies TrainEvent;
  const trained = train();
  await tell(idOf('train'), { kind: 'progress', progress: [note] });
  await trained;
  expect(useTraining.getState().live?.notes).toEqual([note.note]);
});

const PREDICTIONS: JobResult<'classify'> = {
  rows: Uint32Array.of(0),
  probabilities: Float32Array.of(0.2, 0.8),
  classes: ['airplane', 'bird'],
};

it('a model’s answers are taken in, and nobody listens any longer', async () => {
  const asked = askModel('run');
  expect(useBrowse.getState().asking).not.toBeNull();
  await tell(idOf('classify'), { kind: 'done', result: PREDICTIONS });
  await asked;
  expect(useBrowse.getState()).toMatchObject({ asking: null, predictions: { runId: 'run' } });
  expect(listeners.size).toBe(0);
});

it('a model’s answers come too late when another project is open', async () => {
  const asked = askModel('run');
  browseAfresh();
  await tell(idOf('classify'), { kind: 'done', result: PREDICTIONS });
  await asked;
  expect(useBrowse.getState()).toMatchObject({ asking: null, predictions: null });
  expect(listeners.size).toBe(0);
});

it('a model that cannot be asked says why', async () => {
  const asked = askModel('run');
  await tell(idOf('classify'), FAILED);
  await asked;
  expect(useBrowse.getState().asking).toBeNull();
  expect(useUi.getState().notices).toMatchObject([
    { tone: 'bad', text: 'There is no checkpoint to resume from.' },
  ]);
});

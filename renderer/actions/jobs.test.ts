import { beforeEach, expect, it, vi } from 'vitest';
import type { Pushes } from '../../electron/ipc/contract.js';
import type { TrainEvent } from '../../engine/jobs/events.js';
import { serializeProject } from '../../engine/project/parse.js';
import { templates } from '../../engine/project/templates.js';
import { browseAfresh, useBrowse } from '../state/browse.js';
import { openDocument } from '../state/document.js';
import { receive, resetTraining, useTraining } from '../state/training.js';
import { useUi } from '../state/ui.js';
import { askModel } from './data.js';
import { pauseOrGoOn, stop, train } from './train.js';

type Told = Pushes['engineEvents'];

const { project } = templates.find(({ id }) => id === 'convnet')!;
const answer = <T>(value: T) => Promise.resolve({ ok: true, value } as const);
const engine = {
  train: vi.fn(() => answer({ jobId: 'job', runId: 'run' })),
  classify: vi.fn(() => answer({ jobId: 'question' })),
  control: vi.fn(() => answer(null)),
};
const listeners = new Set<(told: Told) => void>();
const tell = (told: Told) => listeners.forEach((listener) => listener(told));

beforeEach(() => {
  vi.clearAllMocks();
  const on = {
    engineEvents: (listener: (told: Told) => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  vi.stubGlobal('window', { loom: { engine, on } });
  useUi.setState({ notices: [] });
  resetTraining();
  browseAfresh();
  openDocument({ token: 't', name: 'test', saved: true, recovered: false, text: serializeProject(project) });
});

it('Train pressed twice before the engine has answered begins one run', async () => {
  await Promise.all([train(), train()]);
  expect(engine.train).toHaveBeenCalledTimes(1);
  expect(useTraining.getState().live).toMatchObject({ jobId: 'job', status: 'queued' });
});

it('a run that is told to stop while it rests is stopping until it has stopped', async () => {
  await train();
  const status = () => useTraining.getState().live?.status;
  receive('job', [{ event: 'paused' }]);
  await pauseOrGoOn();
  expect(engine.control).toHaveBeenLastCalledWith({ jobId: 'job', action: 'resume' });
  await stop();
  receive('job', [{ event: 'resumed' }]);
  expect(status()).toBe('stopping');
  receive('job', [{ event: 'error', code: 'io', message: 'the disk is full', where: null, repair: null }]);
  expect(status()).toBe('failed');
});

const ANSWERS: readonly TrainEvent[] = [
  {
    event: 'predictions',
    rows: Uint32Array.of(0),
    probabilities: Float32Array.of(0.2, 0.8),
    classes: ['airplane', 'bird'],
  },
  {
    event: 'done',
    reason: 'finished',
    seconds: 1,
    epochs: 1,
    out: '',
    onnx: null,
    certificate: null,
    file: null,
  },
];

it('a model’s answers are taken in, and nobody listens any longer', async () => {
  await askModel('run');
  expect(useBrowse.getState().asking).toBe('question');
  tell({ jobId: 'question', events: ANSWERS });
  expect(useBrowse.getState()).toMatchObject({ asking: null, predictions: { runId: 'run' } });
  expect(listeners.size).toBe(0);
});

it('a model’s answers come too late when another project is open', async () => {
  await askModel('run');
  browseAfresh();
  tell({ jobId: 'question', events: ANSWERS });
  expect(useBrowse.getState()).toMatchObject({ asking: null, predictions: null });
  expect(listeners.size).toBe(0);
});

it('a model that cannot be asked says why', async () => {
  await askModel('run');
  tell({
    jobId: 'question',
    events: [{ event: 'error', code: 'io', message: 'no checkpoint', where: null, repair: null }],
  });
  expect(useBrowse.getState().asking).toBeNull();
  expect(useUi.getState().notices).toMatchObject([{ tone: 'bad', text: 'No checkpoint.' }]);
});

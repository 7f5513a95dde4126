import { beforeEach, expect, it } from 'vitest';
import { problem } from '../../engine/base/problem.js';
import type { App } from '../app.js';
import type { FakeLoom } from '../testing/fakeLoom.js';
import { createTestApp, openTemplate } from '../testing/testApp.js';
import { answerKey, askRun, checkpointOf, type TrainedRun } from './understand.js';

let app: App;
let loom: FakeLoom;
let trained: TrainedRun;

beforeEach(() => {
  ({ app, loom } = createTestApp());
  openTemplate(app, 'convnet');
  loom.answer('jobs.start', {});
  trained = {
    runId: 'run',
    project: app.document.getState().project!,
    epochs: 1,
    active: true,
    weights: 'last',
  };
});

const INPUT = { split: 'validation' } as const;
const answer = () => app.understand.getState().answers[answerKey('classify', 'run', INPUT)];
const ask = () => askRun(app, 'classify', trained, INPUT);
/** Ends the job that was started last. */
const end = (update: object) => {
  const { id } = loom.inputs('jobs.start').at(-1) as { id: string };
  loom.push('jobUpdates', { id, updates: [update] } as never);
};

it('keeps a result until the next checkpoint has one', async () => {
  const first = ask();
  expect(answer()).toMatchObject({ checkpoint: checkpointOf(trained), result: null });
  end({ kind: 'done', result: 'first' });
  await first;
  expect(answer()).toMatchObject({ result: 'first', job: null });
  trained = { ...trained, epochs: 2 };
  const second = ask();
  expect(answer()).toMatchObject({ checkpoint: checkpointOf(trained), result: 'first' });
  end({ kind: 'done', result: 'second' });
  await second;
  expect(answer()).toMatchObject({ result: 'second', job: null });
  expect(loom.inputs('jobs.start')).toMatchObject([
    { name: 'classify', request: { split: 'validation', run: { token: 'convnet', runId: 'run' } } },
    { name: 'classify' },
  ]);
});

it('keeps why a job failed', async () => {
  const asked = ask();
  const failed = problem('bad-checkpoint/none', {});
  end({ kind: 'failed', problem: failed });
  await asked;
  expect(answer()).toMatchObject({ problem: failed, job: null });
});

it('forgets the oldest answers, and all of an earlier project', async () => {
  for (let i = 0; i < 40; i++) void askRun(app, 'classify', { ...trained, runId: `run ${i}` }, INPUT);
  const kept = Object.keys(app.understand.getState().answers);
  expect(kept.length).toBeLessThan(40);
  expect(kept.at(-1)).toBe(answerKey('classify', 'run 39', INPUT));
  openTemplate(app, 'fully-connected');
  await Promise.resolve();
  expect(app.understand.getState().answers).toEqual({});
});

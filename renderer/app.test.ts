import { expect, it, vi } from 'vitest';
import { problem } from '../engine/base/problem.js';
import type { TrainEvent } from '../engine/jobs/train.js';
import { removeLayers, setTraining } from '../engine/project/edits.js';
import { messageOf } from '../engine/text/index.js';
import { openFile } from './actions/file.js';
import { train } from './actions/runs.js';
import { runCommand } from './actions/commands.js';
import { edit, isEdited, select } from './state/document.js';
import { createTestApp, openTemplate } from './testing/testApp.js';

it('undoes and redoes edits by command, and tells the main process whether there is anything to save', () => {
  const { app, loom } = createTestApp();
  openTemplate(app, 'convnet');
  const project = () => app.document.getState().project!;
  const [opened, ids] = [project(), project().model.layers.map(({ id }) => id)];
  select(app, [ids[0]!, ids[1]!]);
  edit(app, removeLayers([ids[0]!]));
  edit(app, setTraining({ epochs: 7 }));
  expect(app.document.getState().selection).toEqual([ids[1]]);
  expect(loom.inputs('project.setEdited').at(-1)).toMatchObject({ edited: true });
  runCommand(app, 'edit.undo');
  expect(project().training.epochs).toBe(opened.training.epochs);
  runCommand(app, 'edit.undo');
  expect(project()).toBe(opened);
  expect(isEdited(app.document.getState())).toBe(false);
  expect(loom.inputs('project.setEdited').at(-1)).toMatchObject({ edited: false });
  runCommand(app, 'edit.redo');
  runCommand(app, 'edit.redo');
  expect(project().training.epochs).toBe(7);
});

/** Starts a run of one epoch that takes `seconds`, and ends it. */
async function runOfSeconds(seconds: number) {
  const { app, loom } = createTestApp();
  loom.answer('jobs.start', { out: { token: 'run', name: 'run' } });
  loom.answer('runs.list', []);
  openTemplate(app, 'linear-regressor');
  await train(app);
  const { id } = loom.inputs('jobs.start')[0] as { readonly id: string };
  const live = () => app.training.getState().live!;
  const report = (...progress: TrainEvent[]) =>
    loom.push('jobUpdates', { id, updates: [{ kind: 'progress', progress }] });
  expect(live().status).toBe('queued');
  const counts = { parameters: 2, trainCount: 9, validationCount: 2, stepsPerEpoch: 1, epochs: 1 };
  report({ event: 'start', ...counts, epochsDone: 0, baseline: null, backend: 'reference', threads: 1 });
  await vi.waitFor(() => expect(live().status).toBe('running'));
  const measures = { trainAccuracy: 0.5, validationAccuracy: 0.817, regression: null };
  const speed = { seconds, imagesPerSecond: 9 };
  report({ event: 'epoch', epoch: 1, trainLoss: 0.5, validationLoss: 0.7, ...measures, ...speed });
  loom.push('jobUpdates', { id, updates: [{ kind: 'done', result: { reason: 'finished' } }] });
  await vi.waitFor(() => expect(live().status).toBe('finished'));
  return { app, loom, live };
}

it('follows a run from its first report to its end', async () => {
  const { app, loom, live } = await runOfSeconds(1);
  expect(app.training.getState().backend).toBe('reference');
  expect(live().epochs).toMatchObject([{ epoch: 1, trainLoss: 0.5 }]);
  expect(app.ui.getState().announcement).toBe('Training finished');
  expect(loom.inputs('app.progress').at(-1)).toEqual({ fraction: null });
  expect(loom.inputs('app.notify')).toEqual([]);
});

it('sends a notification of a run of half a minute', async () => {
  const { loom } = await runOfSeconds(30);
  expect(loom.inputs('app.notify')).toEqual([
    { title: 'Training finished', body: 'Validation accuracy 81.7 %.' },
  ]);
});

it('shows a failed call as a notice and keeps the open project', async () => {
  const { app, loom } = createTestApp();
  openTemplate(app, 'convnet');
  const { project } = app.document.getState();
  loom.answer('project.mayClose', { choice: 'discard' });
  const gone = problem('bad-checkpoint/none', {});
  loom.fail('project.open', { ok: false, problem: gone });
  await openFile(app, { token: 'other', name: 'other.loom' });
  expect(app.ui.getState().notices).toMatchObject([{ tone: 'bad', text: messageOf(gone) }]);
  expect(app.document.getState().project).toBe(project);
});

it('does not share state with another application', () => {
  const [{ app }, { app: other, loom }] = [createTestApp(), createTestApp()];
  openTemplate(app, 'convnet');
  edit(app, setTraining({ epochs: 7 }));
  runCommand(app, 'view.data');
  loom.push('engineState', { state: 'died', threads: 1, restarts: 1 } as never);
  expect(other.document.getState().project).toBeNull();
  expect(other.ui.getState().workspace).toBe('build');
  expect(app.training.getState().engine).toBeNull();
});

it('listens to nothing after it was disposed', async () => {
  const { app, loom, images } = createTestApp();
  openTemplate(app, 'convnet');
  const [started, cleared] = [vi.spyOn(globalThis, 'setTimeout'), vi.spyOn(globalThis, 'clearTimeout')];
  edit(app, setTraining({ epochs: 7 }));
  const autosave: unknown = started.mock.results[0]?.value;
  await train(app);
  expect(loom.subscriptions).toBeGreaterThan(0);
  app.dispose();
  expect(loom.subscriptions).toBe(0);
  expect(autosave).toBeDefined();
  expect(cleared).toHaveBeenCalledWith(autosave);
  expect(images.dispose).toHaveBeenCalled();
  loom.calls.length = 0;
  edit(app, setTraining({ epochs: 8 }));
  expect(loom.calls).toEqual([]);
});

import { refreshRuns } from '../actions/runs.js';
import { valueOrNotice } from '../loom.js';
import { isActive, receive, useTraining } from '../state/training.js';
import { announce } from '../state/ui.js';

/** A run that takes longer than this is worth a notification when it ends. */
const LONG_RUN_S = 30;

/** Shows what the engine tells, also in the taskbar, and says when a run has ended. */
export function followEngine(): void {
  const { on, engine } = window.loom;
  on.engineState((state) => useTraining.setState({ engine: state }));
  void valueOrNotice(engine.info()).then((state) => state && useTraining.setState({ engine: state }));
  on.engineEvents(({ jobId, events }) => {
    receive(jobId, events);
    showProgress();
    if (events.some(({ event }) => event === 'done' || event === 'error')) jobEnded(jobId);
  });
}

function showProgress(): void {
  const { live } = useTraining.getState();
  const { progress } = live ?? {};
  const done = progress ? progress.stepsDone / progress.stepsTotal : 0;
  const fraction = isActive(live) ? done : null;
  void window.loom.app.progress({ fraction });
}

function jobEnded(jobId: string): void {
  const { live } = useTraining.getState();
  void refreshRuns();
  if (live?.jobId !== jobId) return;
  const words = {
    finished: 'Training finished',
    stopped: 'Training stopped',
    failed: 'Training failed',
  } as const;
  const text = words[live.status as keyof typeof words];
  announce(text);
  const seconds = live.epochs.reduce((sum, epoch) => sum + epoch.seconds, 0);
  if (seconds < LONG_RUN_S) return;
  const last = live.epochs.at(-1)?.validationAccuracy;
  const body =
    last == null ? 'Open Layerloom to see the curves.' : `Validation accuracy ${(last * 100).toFixed(1)} %.`;
  void window.loom.app.notify({ title: text, body });
}

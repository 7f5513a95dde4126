import { sentenceOf } from '../../engine/text/index.js';
import { serializeProject } from '../../engine/project/parse.js';
import { runJob, type RunningJob } from '../jobs.js';
import { CallError, orNotice, valueOrNotice } from '../loom.js';
import { showTransforms } from './data.js';
import { goToProblem } from './goTo.js';
import { once } from './once.js';
import { refreshRuns } from './runs.js';
import { forgetPredictions } from '../state/browse.js';
import { diagnosisOf } from '../state/diagnosis.js';
import { useDocument } from '../state/document.js';
import { StepSeries } from '../state/series.js';
import {
  advance,
  isActive,
  paused,
  shownRun,
  updateLive,
  useTraining,
  type LiveRun,
} from '../state/training.js';
import { announce, notice, show } from '../state/ui.js';

/** Trains the model as it is drawn, in a new run. */
export async function train(): Promise<void> {
  const { project } = useDocument.getState();
  if (!project) return;
  if (isActive(useTraining.getState().live)) {
    show('train');
    return;
  }
  const { problems, dataProblems } = diagnosisOf(project);
  const [problem] = problems;
  if (problem) {
    goToProblem(problem);
    notice('bad', `The model cannot be trained yet: ${sentenceOf(problem)}`);
    return;
  }
  if (dataProblems[0]) {
    showTransforms();
    notice('bad', `The data cannot be prepared yet: ${sentenceOf(dataProblems[0])}`);
    return;
  }
  await begin(serializeProject(project), null, null, []);
}

/** Goes on with the shown run: to its last epoch when it was interrupted, or for `more` epochs. */
export async function trainOn(more: number): Promise<void> {
  const state = useTraining.getState();
  const shown = shownRun(state);
  if (!shown?.text || isActive(state.live)) return;
  const planned = shown.live?.start?.epochs ?? shown.run?.epochs ?? 0;
  const epochs = Math.max(planned, shown.epochs.length) + more;
  await begin(shown.text, shown.runId, more === 0 ? null : epochs, shown.epochs);
}

/** Pauses, or goes on after a pause. */
export function pauseOrGoOn(): void {
  const { live } = useTraining.getState();
  if (!isActive(live)) return;
  if (live.status === 'paused') live.job.resume();
  else live.job.pause();
}

/** Stops between two steps; what was trained is kept. */
export function stop(): void {
  const { live } = useTraining.getState();
  if (!isActive(live)) return;
  useTraining.setState({ live: { ...live, status: 'stopping' } });
  live.job.stop();
}

/** Starts a new engine after the old one died. */
export async function restartEngine(): Promise<void> {
  const engine = await valueOrNotice(window.loom.engine.restart());
  if (engine) useTraining.setState({ engine });
}

/** Begins a run, or goes on with the run `resume` after the epochs that are `done`. */
const begin = once(
  async (text: string, resume: string | null, epochs: number | null, done: LiveRun['epochs']) => {
    const { document } = useDocument.getState();
    if (!document) return;
    const job: RunningJob<'train'> = runJob(
      'train',
      { token: document.token, text, epochs, resume },
      {
        onProgress: (events) => {
          updateLive(job, (live) => advance(live, events));
          for (const event of events)
            if (event.event === 'start') useTraining.setState({ backend: event.backend });
          showProgress();
        },
        onPaused: (rests) => updateLive(job, (live) => paused(live, rests)),
      },
    );
    const accepted = await orNotice(job.accepted);
    if (!accepted) return;
    const { live: before } = useTraining.getState();
    const live: LiveRun = {
      ...accepted,
      job,
      status: 'queued',
      start: null,
      progress: null,
      epochs: done,
      steps: before?.runId === resume ? before.steps : new StepSeries(),
      notes: [],
      error: null,
      text,
    };
    useTraining.setState({ live, chosen: null });
    forgetPredictions();
    show('train');
    announce('Training started');
    void followToEnd(job);
  },
);

/** Shows how a run has ended. */
async function followToEnd(job: RunningJob<'train'>): Promise<void> {
  try {
    const result = await job.result;
    if (result) updateLive(job, (live) => ({ ...live, status: result.reason }));
  } catch (failed) {
    if (!(failed instanceof CallError)) throw failed;
    updateLive(job, (live) => ({ ...live, status: 'failed', error: failed.problem }));
  }
  showProgress();
  void refreshRuns();
  const { live } = useTraining.getState();
  if (live?.job === job) announceEnd(live);
}

/** The taskbar's progress. */
function showProgress(): void {
  const { live } = useTraining.getState();
  const { progress } = live ?? {};
  const done = progress ? progress.stepsDone / progress.stepsTotal : 0;
  void window.loom.app.progress({ fraction: isActive(live) ? done : null });
}

const ENDS: Readonly<Partial<Record<LiveRun['status'], string>>> = {
  finished: 'Training finished',
  stopped: 'Training stopped',
  failed: 'Training failed',
};

/** A run that takes longer than this is worth a notification when it ends. */
const LONG_RUN_S = 30;

function announceEnd({ status, epochs }: LiveRun): void {
  const title = ENDS[status] ?? '';
  announce(title);
  const seconds = epochs.reduce((sum, epoch) => sum + epoch.seconds, 0);
  if (seconds < LONG_RUN_S) return;
  const last = epochs.at(-1)?.validationAccuracy;
  const body =
    last == null ? 'Open Layerloom to see the curves.' : `Validation accuracy ${(last * 100).toFixed(1)} %.`;
  void window.loom.app.notify({ title, body });
}

import { parseProject, serializeProject } from '../../engine/project/parse.js';
import { sentenceOf } from '../../engine/text/index.js';
import { StepSeries } from '../../engine/train/course.js';
import type { RunSummary } from '../../electron/ipc/contract.js';
import type { App } from '../app.js';
import { edit } from '../state/document.js';
import type { RunningJob } from '../jobs.js';
import { CallError, orNotice, valueOrNotice } from '../loom.js';
import { clearPredictions } from '../state/browse.js';
import {
  advance,
  isActive,
  type LiveRun,
  paused,
  type ShownRun,
  shownRun,
  trainsElsewhere,
  updateLive,
} from '../state/training.js';
import { announce, notice, show } from '../state/ui.js';
import { runTitle } from '../ui/format.js';
import { isAsking } from '../state/understand.js';
import { showTransforms } from './data.js';
import { goToProblem } from './edit.js';
import { once } from './once.js';

/** Trains the model as it is drawn, in a new run, with the weights of the run `fromRun` or with new ones. */
export async function train(app: App, fromRun: string | null = null): Promise<void> {
  const { project } = app.document.getState();
  if (!project) return;
  if (isActive(app.training.getState().live)) {
    show(app, 'train');
    return;
  }
  const { problems, dataProblems } = app.diagnose(project);
  const [problem] = problems;
  if (problem) {
    goToProblem(app, problem);
    notice(app, 'bad', `The model cannot be trained yet: ${sentenceOf(problem)}`);
    return;
  }
  if (dataProblems[0]) {
    showTransforms(app);
    notice(app, 'bad', `The data cannot be prepared yet: ${sentenceOf(dataProblems[0])}`);
    return;
  }
  await startRun(app, {
    text: serializeProject(project),
    resume: null,
    epochs: null,
    done: [],
    course: null,
    fromRun,
  });
}

/** Goes on with the shown run: to its last epoch when it was interrupted, or for `more` epochs. */
export async function continueTraining(app: App, more: number): Promise<void> {
  const state = app.training.getState();
  const shown = shownRun(state);
  if (!shown?.text || isActive(state.live)) return;
  const planned = shown.live?.start?.epochs ?? shown.run?.epochs ?? 0;
  const epochs = Math.max(planned, shown.epochs.length) + more;
  await startRun(app, {
    text: shown.text,
    resume: shown.runId,
    epochs: more === 0 ? null : epochs,
    done: shown.epochs,
    course: shown.course,
    fromRun: null,
  });
}

/** Trains a finished run again from its record, in a new run, and says whether its weights came out the same. */
export async function reproduce(app: App, { run, text }: ShownRun): Promise<void> {
  if (!run || text === null || isActive(app.training.getState().live)) return;
  await startRun(app, {
    text,
    resume: null,
    epochs: null,
    done: [],
    fromRun: null,
    course: null,
    again: run,
  });
}

/** Makes the project that a run was trained with the open one's contents, as an edit. */
export function restoreProject(app: App, text: string): void {
  edit(app, ({ name }) => ({ ...parseProject(text), name }));
  show(app, 'build');
}

/** Pauses, or goes on after a pause. */
export function togglePause(app: App): void {
  const { live } = app.training.getState();
  if (!isActive(live)) return;
  if (live.status === 'paused') live.job.resume();
  else live.job.pause();
}

/** Stops between two steps; what was trained is kept. */
export function stop(app: App): void {
  const { live } = app.training.getState();
  if (!isActive(live)) return;
  app.training.setState({ live: { ...live, status: 'stopping' } });
  live.job.stop();
}

/** Starts a new engine after the old one died. */
export async function restartEngine(app: App): Promise<void> {
  const engine = await valueOrNotice(app, app.loom.engine.restart());
  if (engine) app.training.setState({ engine });
}

interface RunStart {
  /** The project's text. */
  readonly text: string;
  /** The run that goes on; null for a new one. */
  readonly resume: string | null;
  /** Epochs of the whole run, in place of the project's. */
  readonly epochs: number | null;
  /** The epochs that the run has done, and its course. */
  readonly done: LiveRun['epochs'];
  readonly course: ShownRun['course'];
  /** Another run whose weights a new run starts with. */
  readonly fromRun: string | null;
  /** The finished run that is trained again as it was. */
  readonly again?: RunSummary;
}

/** Begins a run, or goes on with one. */
const startRun = once(async (app: App, start: RunStart) => {
  const { text, resume, epochs, done, course, fromRun: other, again } = start;
  const { document, startsFrom } = app.document.getState();
  if (!document) return;
  // A run that goes on has its own weights, and remembers what it started from.
  const from = resume === null && other === null && !again ? (startsFrom?.token ?? null) : null;
  const fromRun = other === null ? null : { token: document.token, runId: other };
  const job: RunningJob<'train'> = app.jobs.run(
    'train',
    {
      project: text,
      out: { token: document.token, resume },
      resume: resume !== null,
      epochs,
      from,
      fromRun,
      ...(again && { threads: again.threads, backend: again.backend }),
    },
    {
      onProgress: (events) => {
        updateLive(app, job, (live) => advance(live, events));
        for (const event of events)
          if (event.event === 'start') app.training.setState({ backend: event.backend });
        showProgress(app);
      },
      onPaused: (rests) => updateLive(app, job, (live) => paused(live, rests)),
    },
  );
  const accepted = await orNotice(app, job.accepted);
  if (!accepted) return;
  const { live: before } = app.training.getState();
  const live: LiveRun = {
    runId: accepted.out.token,
    job,
    status: 'queued',
    start: null,
    progress: null,
    epochs: done,
    steps: before?.runId === resume ? before.steps : new StepSeries(course ?? undefined),
    notes: [],
    findings: [],
    error: null,
    text,
  };
  app.training.setState({ live, chosen: null });
  clearPredictions(app);
  show(app, 'train');
  announce(app, 'Training started');
  if (isAsking(app, 'suspectLabels'))
    notice(app, 'info', 'Training starts when the search for label errors has ended or is canceled.');
  void followToEnd(app, job).then(() => again && compareWithFirst(app, again.runId, live.runId));
});

/** Shows how a run has ended. */
async function followToEnd(app: App, job: RunningJob<'train'>): Promise<void> {
  try {
    const result = await job.result;
    if (result) updateLive(app, job, (live) => ({ ...live, status: result.reason }));
  } catch (failed) {
    if (!(failed instanceof CallError)) throw failed;
    updateLive(app, job, (live) => ({ ...live, status: 'failed', error: failed.problem }));
  }
  showProgress(app);
  void refreshRuns(app);
  const { live } = app.training.getState();
  if (live?.job === job) announceEnd(app, live);
}

async function compareWithFirst(app: App, first: string, again: string): Promise<void> {
  const { document } = app.document.getState();
  const { live } = app.training.getState();
  if (!document || live?.runId !== again || live.status !== 'finished') return;
  const run = (runId: string) => ({ token: document.token, runId });
  const job = app.jobs.run('reproduced', { run: run(first), again: run(again) });
  const found = await orNotice(app, job.result);
  if (found) notice(app, found.code === 'advice/reproduced' ? 'ok' : 'bad', sentenceOf(found));
}

/** The taskbar's progress. */
function showProgress(app: App): void {
  const { live } = app.training.getState();
  const { progress } = live ?? {};
  const done = progress ? progress.stepsDone / progress.stepsTotal : 0;
  void app.loom.app.progress({ fraction: isActive(live) ? done : null });
}

const ENDS: Readonly<Partial<Record<LiveRun['status'], string>>> = {
  finished: 'Training finished',
  stopped: 'Training stopped',
  failed: 'Training failed',
};

/** A run that takes longer than this is worth a notification when it ends. */
const LONG_RUN_S = 30;

function announceEnd(app: App, { status, epochs }: LiveRun): void {
  const title = ENDS[status] ?? '';
  announce(app, title);
  const seconds = epochs.reduce((sum, epoch) => sum + epoch.seconds, 0);
  if (seconds < LONG_RUN_S) return;
  const last = epochs.at(-1)?.validationAccuracy;
  const body =
    last == null ? 'Open Layerloom to see the curves.' : `Validation accuracy ${(last * 100).toFixed(1)} %.`;
  void app.loom.app.notify({ title, body });
}

/** The number of distinguishable line styles. */
const MOST_COMPARED = 6;

/** Reloads the open document's runs and the curves of the shown run. */
export async function refreshRuns(app: App): Promise<void> {
  const { document } = app.document.getState();
  if (!document) return;
  const runs = await valueOrNotice(app, app.loom.runs.list({ token: document.token }));
  if (!runs || app.document.getState().document?.token !== document.token) return;
  app.training.setState({ runs });
  const { chosen, live } = app.training.getState();
  const shown = chosen ?? live?.runId ?? runs[0]?.runId;
  if (shown !== undefined) await readRun(app, shown);
}

/** Time between two looks at a run that is trained elsewhere. */
const LOOK_MS = 2000;

/** Follows the runs that other windows or the command line train, until the returned function is called. */
export function followOthers(app: App): () => void {
  let timer: ReturnType<typeof setTimeout> | null = null;
  const unsubscribe = app.training.subscribe(({ runs, live }, before) => {
    if (runs === before.runs || !runs.some((run) => trainsElsewhere(run, live))) return;
    timer ??= setTimeout(() => {
      timer = null;
      void refreshRuns(app);
    }, LOOK_MS);
  });
  return () => {
    unsubscribe();
    if (timer !== null) clearTimeout(timer);
  };
}

/** Shows a single stored run and ends any comparison. */
export async function chooseRun(app: App, runId: string): Promise<void> {
  app.training.setState({ chosen: runId, compared: [] });
  await readRun(app, runId);
}

/** Adds a run to the comparison, or removes it. */
export async function toggleCompared(app: App, runId: string): Promise<void> {
  const { compared } = app.training.getState();
  if (compared.includes(runId)) {
    app.training.setState({ compared: compared.filter((id) => id !== runId) });
    return;
  }
  if (compared.length >= MOST_COMPARED) {
    notice(app, 'info', `At most ${MOST_COMPARED} runs can be compared. Deselect one first.`);
    return;
  }
  app.training.setState({ compared: [...compared, runId] });
  await readRun(app, runId);
}

/** Ends the comparison and shows a single run. */
export function endComparison(app: App): void {
  app.training.setState({ compared: [] });
}

/** Gives a run a name; an empty one removes it. */
export async function renameRun(app: App, runId: string, name: string): Promise<void> {
  const { document } = app.document.getState();
  if (!document) return;
  const request = { token: document.token, runId, name: name.trim() || null };
  await valueOrNotice(app, app.loom.runs.rename(request));
  await refreshRuns(app);
}

/** Deletes a run, and offers to bring it back. */
export async function removeRun(app: App, runId: string): Promise<void> {
  const { document } = app.document.getState();
  if (!document) return;
  const request = { token: document.token, runId };
  const run = app.training.getState().runs.find((one) => one.runId === runId);
  if (!(await valueOrNotice(app, app.loom.runs.remove(request)))) return;
  const { chosen, compared, live } = app.training.getState();
  app.training.setState({
    compared: compared.filter((id) => id !== runId),
    chosen: chosen === runId ? null : chosen,
    live: live?.runId === runId ? null : live,
  });
  const undo = async () => {
    if (await valueOrNotice(app, app.loom.runs.restore(request))) await refreshRuns(app);
  };
  notice(app, 'info', `Deleted the run ${run ? runTitle(run) : runId}.`, {
    label: 'Undo',
    run: () => void undo(),
  });
  await refreshRuns(app);
}

/** Reads a stored run's project and curves. */
export async function readRun(app: App, runId: string): Promise<void> {
  const { document } = app.document.getState();
  const listed = app.training.getState().runs.some((run) => run.runId === runId);
  if (!document || !listed) return;
  const detail = await valueOrNotice(app, app.loom.runs.read({ token: document.token, runId }));
  if (detail) app.training.setState(({ details }) => ({ details: { ...details, [runId]: detail } }));
}

import { createStore } from 'zustand/vanilla';
import type { EngineState, RunDetail, RunEpoch, RunSummary } from '../../electron/ipc/contract.js';
import type { Problem } from '../../engine/base/problem.js';
import type { JobResult } from '../../engine/jobs/index.js';
import type { StartEvent, TrainEvent } from '../../engine/jobs/train.js';
import type { LayerSpec } from '../../engine/nn/layers/define.js';
import type { StepSeries } from '../../engine/train/course.js';
import type { ProgressEvent } from '../../engine/train/events.js';
import type { App } from '../app.js';
import type { RunningJob } from '../jobs.js';

/** A training run that this window started and follows. */
export interface LiveRun {
  readonly job: Pick<RunningJob<'train'>, 'pause' | 'resume' | 'stop'>;
  readonly runId: string;
  readonly status: 'queued' | 'running' | 'paused' | 'stopping' | 'finished' | 'stopped' | 'failed';
  readonly start: StartEvent | null;
  readonly progress: ProgressEvent | null;
  readonly epochs: readonly RunEpoch[];
  readonly steps: StepSeries;
  readonly notes: readonly Problem[];
  /** Findings about its layers as they are now. */
  readonly findings: readonly Problem[];
  readonly error: Problem | null;
  /** The project's text as it is trained. */
  readonly text: string;
}

/** An export that this window asked for. */
export interface ExportJob {
  readonly runId: string;
  readonly file: { readonly token: string; readonly name: string };
  readonly status: 'running' | 'finished' | 'failed';
  readonly result: JobResult<'export'> | null;
  readonly error: Problem | null;
}

/** Training, runs and exports of the open document. */
export interface Training {
  readonly engine: EngineState | null;
  /** The backend of the last run: `native` or `reference`. */
  readonly backend: string | null;
  readonly live: LiveRun | null;
  readonly exported: ExportJob | null;
  /** The stored runs of the open document, newest first. */
  readonly runs: readonly RunSummary[];
  /** The stored run that is looked at; null follows the live run, or the newest. */
  readonly chosen: string | null;
  /** Runs whose curves lie over each other, in the order in which they were ticked. */
  readonly compared: readonly string[];
  /** Runs that were read from disk, by id. */
  readonly details: Readonly<Record<string, RunDetail>>;
}

/** Makes the store of training, runs and exports. */
export const createTraining = () =>
  createStore<Training>()(() => ({
    engine: null,
    backend: null,
    live: null,
    exported: null,
    runs: [],
    chosen: null,
    compared: [],
    details: {},
  }));

/** Nothing of an earlier document stays. */
export function resetTraining(app: App): void {
  app.training.setState({ live: null, exported: null, runs: [], chosen: null, compared: [], details: {} });
}

/** True if a live run has not ended yet. */
export function isActive(live: LiveRun | null): live is ActiveRun {
  return live !== null && ACTIVE.some((status) => status === live.status);
}

/** True if a stored run is being trained by another window or the command line. */
export function trainsElsewhere(run: RunSummary | null, live: LiveRun | null): boolean {
  return run?.state === 'running' && live?.runId !== run.runId;
}

const ACTIVE = ['queued', 'running', 'paused', 'stopping'] as const;
type ActiveRun = LiveRun & { readonly status: (typeof ACTIVE)[number] };

/** Changes the live run, as long as it is that of `job`. */
export function updateLive(app: App, job: LiveRun['job'], change: (live: LiveRun) => LiveRun): void {
  const { live } = app.training.getState();
  if (live?.job === job) app.training.setState({ live: change(live) });
}

/** A live run after what its job has reported. */
export function advance(live: LiveRun, events: readonly TrainEvent[]): LiveRun {
  return events.reduce((before, event) => {
    const next = ADVANCE[event.event] as (live: LiveRun, event: TrainEvent) => LiveRun;
    return next(before, event);
  }, live);
}

/** A live run that was paused or resumed. */
export const paused = (live: LiveRun, rests: boolean): LiveRun =>
  withStatus(live, rests ? 'paused' : 'running');

/** A run that has been told to stop stays so until it has. */
const withStatus = (live: LiveRun, status: 'running' | 'paused'): LiveRun =>
  live.status === 'stopping' ? live : { ...live, status };

const ADVANCE: {
  readonly [K in TrainEvent['event']]: (live: LiveRun, event: Extract<TrainEvent, { event: K }>) => LiveRun;
} = {
  // A run that the engine did not survive may have shown epochs that no checkpoint holds: they are done again.
  start: (live, start) =>
    withStatus({ ...live, start, epochs: live.epochs.slice(0, start.epochsDone) }, 'running'),
  step: (live) => live,
  progress: (live, progress) => {
    live.steps.push(progress.firstStep, progress.losses);
    return { ...live, progress };
  },
  epoch: (live, epoch) => ({ ...live, epochs: [...live.epochs, finiteOnly(epoch)] }),
  findings: (live, { findings }) => ({ ...live, findings }),
  note: (live, { note }) => ({ ...live, notes: [...live.notes, note] }),
};

function finiteOnly(epoch: Omit<RunEpoch, 'trainLoss'> & { readonly trainLoss: number }): RunEpoch {
  const { trainLoss } = epoch;
  return { ...epoch, trainLoss: Number.isFinite(trainLoss) ? trainLoss : null };
}

/** The run that the Train and Export workspaces show. */
export interface ShownRun {
  readonly runId: string;
  readonly live: LiveRun | null;
  readonly run: RunSummary | null;
  readonly epochs: readonly RunEpoch[];
  /** The project's text as it was trained. */
  readonly text: string | null;
  /** Of a regression: the figures of always predicting the mean. */
  readonly baseline: RunSummary['baseline'];
  /** Findings about its layers. */
  readonly findings: readonly Problem[];
  /** Its course as it was kept last. */
  readonly course: RunDetail['course'];
}

/** The chosen run, or the live one, or the newest. */
export function shownRun(state: Training): ShownRun | null {
  const { live, runs, chosen } = state;
  const runId = chosen ?? live?.runId ?? runs[0]?.runId;
  return runId === undefined ? null : runOf(state, runId);
}

/** The ids of the stored runs and of the live one, the newest first. */
export function runIds({ live, runs }: Training): readonly string[] {
  const stored = runs.map(({ runId }) => runId);
  return live && !stored.includes(live.runId) ? [live.runId, ...stored] : stored;
}

/** A run by its id, with what is known of it. */
export function runOf({ live, runs, details }: Training, runId: string): ShownRun {
  const run = runs.find((one) => one.runId === runId) ?? null;
  const detail = details[runId];
  const course = detail?.course ?? null;
  const baseline = run?.baseline ?? null;
  if (live?.runId === runId) {
    const { epochs, text, start, findings } = live;
    return { runId, live, run, epochs, text, baseline: start?.baseline ?? baseline, findings, course };
  }
  const { epochs = NONE, project: text = null, findings = NONE } = detail ?? {};
  return { runId, live: null, run, epochs, text, baseline, findings, course };
}

/** One list for all, so that a run which is not read yet stays the same to who watches it. */
const NONE: readonly never[] = [];

/** The findings about a layer. */
export const findingsAbout = (findings: readonly Problem[], id: string): readonly Problem[] =>
  findings.filter(({ where }) => where?.kind === 'layer' && where.id === id);

/** The findings about layers of a trained model that another model still has, after the same layer. */
export function standingFindings(
  findings: readonly Problem[],
  trained: readonly LayerSpec[],
  layers: readonly LayerSpec[],
): readonly Problem[] {
  const declared = (chain: readonly LayerSpec[], id: string) => {
    const at = chain.findIndex((layer) => layer.id === id);
    return JSON.stringify([chain[at - 1]?.id, chain[at]?.type, chain[at]?.params]);
  };
  const same = trained.flatMap(({ id }) => (declared(trained, id) === declared(layers, id) ? [id] : []));
  return same.flatMap((id) => findingsAbout(findings, id));
}

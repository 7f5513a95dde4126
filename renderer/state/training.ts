import { create } from 'zustand';
import type { EngineState, RunDetail, RunEpoch, RunSummary } from '../../electron/ipc/contract.js';
import type {
  CertificateSummary,
  ErrorEvent,
  FileFacts,
  StartEvent,
  TrainEvent,
} from '../../engine/jobs/events.js';
import type { ProgressEvent } from '../../engine/train/events.js';
import type { StepSeries } from './series.js';

/** A training run that this window started and follows. */
export interface LiveRun {
  readonly jobId: string;
  readonly runId: string;
  readonly status: 'queued' | 'running' | 'paused' | 'stopping' | 'finished' | 'stopped' | 'failed';
  readonly start: StartEvent | null;
  readonly progress: ProgressEvent | null;
  readonly epochs: readonly RunEpoch[];
  readonly steps: StepSeries;
  readonly notes: readonly string[];
  readonly error: ErrorEvent | null;
  /** The project's text as it is trained. */
  readonly text: string;
}

/** An export that this window asked for. */
export interface ExportJob {
  readonly jobId: string;
  readonly runId: string;
  readonly file: { readonly token: string; readonly name: string };
  readonly status: 'running' | 'finished' | 'failed';
  readonly certificate: CertificateSummary | null;
  readonly facts: FileFacts | null;
  readonly error: ErrorEvent | null;
}

interface Training {
  readonly engine: EngineState | null;
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

/** Training, runs and exports of the open document. */
export const useTraining = create<Training>()(() => ({
  engine: null,
  live: null,
  exported: null,
  runs: [],
  chosen: null,
  compared: [],
  details: {},
}));

/** Nothing of an earlier document stays. */
export function resetTraining(): void {
  useTraining.setState({ live: null, exported: null, runs: [], chosen: null, compared: [], details: {} });
}

/** Whether a live run has not ended yet. */
export function isActive(live: LiveRun | null): live is ActiveRun {
  return live !== null && ACTIVE.some((status) => status === live.status);
}

const ACTIVE = ['queued', 'running', 'paused', 'stopping'] as const;
type ActiveRun = LiveRun & { readonly status: (typeof ACTIVE)[number] };

/** Takes in what a job tells. */
export function receive(jobId: string, events: readonly TrainEvent[]): void {
  const { live, exported } = useTraining.getState();
  if (live?.jobId === jobId) useTraining.setState({ live: events.reduce(advance, live) });
  if (exported?.jobId === jobId) useTraining.setState({ exported: events.reduce(advanceExport, exported) });
}

type Advance<T> = {
  readonly [K in TrainEvent['event']]?: (state: T, event: Extract<TrainEvent, { event: K }>) => T;
};

/** A run that has been told to stop stays so until it has. */
const goingOn = (live: LiveRun, status: 'running' | 'paused'): LiveRun =>
  live.status === 'stopping' ? live : { ...live, status };

const LIVE: Advance<LiveRun> = {
  // A run that the engine did not survive may have shown epochs that no checkpoint holds: they are done again.
  start: (live, start) =>
    goingOn({ ...live, start, epochs: live.epochs.slice(0, start.epochsDone) }, 'running'),
  progress: (live, progress) => {
    live.steps.push(progress.firstStep, progress.losses);
    return { ...live, progress };
  },
  epoch: (live, epoch) => ({ ...live, epochs: [...live.epochs, finiteOnly(epoch)] }),
  note: (live, { message }) => ({ ...live, notes: [...live.notes, message] }),
  paused: (live) => goingOn(live, 'paused'),
  resumed: (live) => goingOn(live, 'running'),
  done: (live, { reason }) => ({ ...live, status: reason }),
  error: (live, error) => ({ ...live, status: 'failed', error }),
};

const EXPORT: Advance<ExportJob> = {
  done: (job, { certificate, file }) => ({ ...job, status: 'finished', certificate, facts: file }),
  error: (job, error) => ({ ...job, status: 'failed', error }),
};

const apply =
  <T>(table: Advance<T>) =>
  (state: T, event: TrainEvent): T => {
    const next = table[event.event] as ((state: T, event: TrainEvent) => T) | undefined;
    return next ? next(state, event) : state;
  };
const advance = apply(LIVE);
const advanceExport = apply(EXPORT);

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
}

/** The chosen run, or the live one, or the newest. */
export function shownRun(state: Training): ShownRun | null {
  const { live, runs, chosen } = state;
  const runId = chosen ?? live?.runId ?? runs[0]?.runId;
  return runId === undefined ? null : runOf(state, runId);
}

/** A run by its id, with what is known of it. */
export function runOf({ live, runs, details }: Training, runId: string): ShownRun {
  const run = runs.find((one) => one.runId === runId) ?? null;
  const detail = details[runId];
  if (live?.runId === runId) return { runId, live, run, epochs: live.epochs, text: live.text };
  return { runId, live: null, run, epochs: detail?.epochs ?? NO_EPOCHS, text: detail?.project ?? null };
}

/** One list for all, so that a run which is not read yet stays the same to who watches it. */
const NO_EPOCHS: readonly RunEpoch[] = [];

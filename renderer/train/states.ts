import type { RunSummary } from '../../electron/ipc/contract.js';
import { trainsElsewhere, type LiveRun, type ShownRun } from '../state/training.js';

type State = LiveRun['status'] | RunSummary['state'] | 'elsewhere';

/** The label and color of each run state. */
const STATES: Readonly<Record<State, { readonly text: string; readonly tone: string }>> = {
  queued: { text: 'Preparing the data', tone: 'var(--accent)' },
  running: { text: 'Training', tone: 'var(--accent)' },
  elsewhere: { text: 'Training elsewhere', tone: 'var(--accent)' },
  paused: { text: 'Paused', tone: 'var(--warn)' },
  stopping: { text: 'Stopping after this step', tone: 'var(--warn)' },
  finished: { text: 'Finished', tone: 'var(--ok)' },
  stopped: { text: 'Stopped', tone: 'var(--text-3)' },
  failed: { text: 'Failed', tone: 'var(--bad)' },
  interrupted: { text: 'Interrupted', tone: 'var(--warn)' },
};

const stateOf = ({ live, run }: Pick<ShownRun, 'live' | 'run'>): State =>
  live?.status ?? (trainsElsewhere(run, live) ? 'elsewhere' : (run?.state ?? 'interrupted'));

/** The label of a run's state. */
export const stateText = (shown: Pick<ShownRun, 'live' | 'run'>): string => STATES[stateOf(shown)].text;

/** The color of a run's state, as a CSS variable. */
export const stateTone = (shown: Pick<ShownRun, 'live' | 'run'>): string => STATES[stateOf(shown)].tone;

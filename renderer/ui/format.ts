import type { RunEpoch, RunSummary } from '../../electron/ipc/contract.js';
import { formatShape, type Shape } from '../../engine/base/shape.js';
import { mean } from '../../engine/evaluate/regression.js';
import { type LiveRun, type ShownRun, trainsElsewhere } from '../state/training.js';

/** A count with thousands separators. */
export const count = (value: number): string => value.toLocaleString('en-US');

/** A fraction from 0 to 1 as a percentage with one decimal. */
export const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;

/** A loss with its significant digits. */
export const loss = (value: number): string =>
  value !== 0 && (Math.abs(value) < 0.001 || Math.abs(value) >= 1e4)
    ? value.toExponential(2).replace('e+', 'e')
    : value.toPrecision(4);

/** A number in a unit, such as a price or an error, with four significant digits and a true minus sign. */
export const measured = (value: number): string =>
  value !== 0 && (Math.abs(value) < 1e-4 || Math.abs(value) >= 1e9)
    ? loss(value).replaceAll('-', '−')
    : value.toLocaleString('en-US', { maximumSignificantDigits: 4 }).replace('-', '−');

/** A number with this many decimals, a true minus sign, and ∞. */
export const decimal = (value: number, digits = 4): string =>
  (Number.isFinite(value)
    ? value.toFixed(digits).replace(/^-(?=0(\.0*)?$)/, '')
    : `${value < 0 ? '-' : ''}∞`
  ).replace('-', '−');

/** A size in MB of 1024² bytes. */
export const megabytes = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(2)} MB`;

/** A small size in bytes, or in KB of 1024 bytes. */
export const bytes = (size: number): string =>
  size < 1024 ? `${size} B` : `${count(Math.round(size / 1024))} KB`;

/** A size in bytes, KB, or MB of 1024² bytes, whichever is the largest unit that fits. */
export const size = (amount: number): string => (amount < 2 ** 20 ? bytes(amount) : megabytes(amount));

/** A human-readable duration, from a number of seconds. */
export function duration(seconds: number): string {
  if (seconds < 1) return '< 1 s';
  if (seconds < 60) return `${Math.round(seconds)} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${Math.round(seconds % 60)} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** A roughly known duration, from a number of seconds. */
export function roughDuration(seconds: number): string {
  if (seconds < 8) return 'A few seconds';
  if (seconds < 55) return `About ${Math.ceil(seconds / 10) * 10} s`;
  if (seconds < 55 * 60) return `About ${Math.round(seconds / 60)} min`;
  return `About ${Math.round(seconds / 3600)} h`;
}

/** A formatted number; null if the number is unknown. */
export const formatIfKnown = (
  value: number | null | undefined,
  format: (value: number) => string,
): string | null => (value == null ? null : format(value));

/** A shape in PyTorch notation. */
export const shape = (dims: Shape): string => formatShape(dims);

/** A start time in the user's locale, from milliseconds since the epoch. */
const startText = (time: number): string =>
  new Date(time).toLocaleString([], {
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });

/** The name of a run, or the time it started. */
export const runTitle = ({ name, startedAt }: Pick<RunSummary, 'name' | 'startedAt'>): string =>
  name ?? startText(startedAt);

/** R² with three decimals; the mean over several targets, as scikit-learn has it by default. */
export function r2Text({ regression }: Pick<RunEpoch, 'regression'>): string | null {
  const known = regression?.flatMap(({ r2 }) => r2 ?? []) ?? [];
  return known.length === 0 ? null : `R² ${decimal(mean(known), 3)}`;
}

/** A run's figure after an epoch: its accuracy, R², or loss; null before the first. */
export const runFigure = (
  last: Pick<RunEpoch, 'trainLoss' | 'validationAccuracy' | 'regression'> | null | undefined,
): string | null =>
  formatIfKnown(last?.validationAccuracy, percent) ??
  (last ? r2Text(last) : null) ??
  formatIfKnown(last?.trainLoss, (value) => `loss ${loss(value)}`);

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

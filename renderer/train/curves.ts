import type { RunEpoch } from '../../electron/ipc/contract.js';
import type { LiveRun } from '../state/training.js';

/** A figure that each epoch has. */
export type EpochFigure = Exclude<keyof RunEpoch, 'epoch'>;

/** A run on one axis of epochs: the loss of every few steps while it is followed, and each epoch's figures. */
export interface RunLines {
  readonly xs: number[];
  readonly steps: (number | null)[];
  /** One figure at the end of each epoch, null in between. */
  readonly figure: (name: EpochFigure) => (number | null)[];
}

/** At most this many epochs are drawn; of more, every n-th. */
const EPOCHS_DRAWN = 2000;

/** Aligns steps and epochs: uPlot wants one list of x for all curves. `smoothing` is 0 (none) to below 1. */
export function runLines(epochs: readonly RunEpoch[], live: LiveRun | null, smoothing: number): RunLines {
  const points: { readonly x: number; readonly epoch: RunEpoch | null; readonly step: number | null }[] =
    thinned(epochs).map((epoch) => ({ x: epoch.epoch, epoch, step: null }));
  if (live?.start) {
    const { stepsPerEpoch } = live.start;
    const { losses, stride, first } = live.steps;
    smoothed(losses, smoothing).forEach((step, i) => {
      points.push({ x: (first - 1 + (i + 0.5) * stride + 0.5) / stepsPerEpoch, epoch: null, step });
    });
    points.sort((a, b) => a.x - b.x);
  }
  return {
    xs: points.map(({ x }) => x),
    steps: points.map(({ step }) => step),
    figure: (name) => points.map(({ epoch }) => epoch && epoch[name]),
  };
}

/** A run's epochs, few enough to draw; the last is always there. */
export function thinned(epochs: readonly RunEpoch[]): readonly RunEpoch[] {
  if (epochs.length <= EPOCHS_DRAWN) return epochs;
  const every = Math.ceil(epochs.length / EPOCHS_DRAWN);
  return epochs.filter((_, i) => i % every === 0 || i === epochs.length - 1);
}

/** The best validation accuracy; null where there is none. */
export function bestAccuracy(epochs: readonly RunEpoch[]): number | null {
  return epochs.reduce<number | null>(
    (most, { validationAccuracy: value }) =>
      value !== null && (most === null || value > most) ? value : most,
    null,
  );
}

/** One figure of several runs on a common axis of epochs; null where a run has no such epoch. */
export function overlaid(
  runs: readonly (readonly RunEpoch[])[],
  figure: EpochFigure,
): { readonly xs: number[]; readonly values: (number | null)[][] } {
  const drawn = runs.map((epochs) => new Map(thinned(epochs).map((epoch) => [epoch.epoch, epoch[figure]])));
  const xs = [...new Set(drawn.flatMap((epochs) => [...epochs.keys()]))].sort((a, b) => a - b);
  return { xs, values: drawn.map((epochs) => xs.map((x) => epochs.get(x) ?? null)) };
}

/** Exponential moving average, corrected for its start as Adam corrects its moments (Kingma & Ba 2015). */
export function smoothed(values: readonly number[], weight: number): readonly number[] {
  if (weight === 0) return values;
  let mean = 0;
  let mass = 0;
  return values.map((value) => {
    mean = weight * mean + (1 - weight) * value;
    mass = weight * mass + (1 - weight);
    return mean / mass;
  });
}

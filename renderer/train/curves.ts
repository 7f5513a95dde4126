import type { RunEpoch } from '../../electron/ipc/contract.js';
import type { Course, StepCurve } from '../../engine/train/course.js';
import type { ShownRun } from '../state/training.js';

/** The name of a metric of an epoch. */
export type EpochFigure = Exclude<keyof RunEpoch, 'epoch' | 'regression'>;

/** A run on one axis of epochs: step losses while it is live, and each epoch's metrics. */
export interface RunLines {
  readonly xs: number[];
  readonly steps: (number | null)[];
  /** A metric at the end of each epoch; null in between. */
  readonly figure: (of: (epoch: RunEpoch) => number | null) => (number | null)[];
}

/** Maximum number of epochs drawn; of longer runs, every n-th. */
const EPOCHS_DRAWN = 2000;

/** Aligns steps and epochs, since uPlot requires one x list for all curves. `smoothing` is in [0, 1); 0 is none. */
export function runLines(
  epochs: readonly RunEpoch[],
  curve: (StepCurve & Pick<Course, 'stepsPerEpoch'>) | null,
  smoothing: number,
): RunLines {
  const points: { readonly x: number; readonly epoch: RunEpoch | null; readonly step: number | null }[] =
    thinned(epochs).map((epoch) => ({ x: epoch.epoch, epoch, step: null }));
  if (curve) {
    const { losses, stride, first, stepsPerEpoch } = curve;
    smoothed(losses, smoothing).forEach((step, i) => {
      points.push({ x: (first - 1 + (i + 0.5) * stride + 0.5) / stepsPerEpoch, epoch: null, step });
    });
    points.sort((a, b) => a.x - b.x);
  }
  return {
    xs: points.map(({ x }) => x),
    steps: points.map(({ step }) => step),
    figure: (of) => points.map(({ epoch }) => epoch && of(epoch)),
  };
}

/** The curve of a run's steps: as it grows, or as it was kept; null where there is none. */
export function curveOf({ live, course }: Pick<ShownRun, 'live' | 'course'>) {
  if (!live?.start) return course;
  const { losses, stride, first } = live.steps;
  return { losses, stride, first, stepsPerEpoch: live.start.stepsPerEpoch };
}

/** The clock's time of a run, or the sum of its epochs where that was not kept. */
export const secondsOf = ({ course, epochs }: Pick<ShownRun, 'course' | 'epochs'>): number =>
  course?.seconds ?? epochs.reduce((sum, { seconds }) => sum + seconds, 0);

/** The learning rate of a run's last step. */
export const rateOf = ({ live, course }: Pick<ShownRun, 'live' | 'course'>): number | null | undefined =>
  live?.progress?.learningRate ?? course?.learningRate;

/** A run's epochs, thinned for drawing; always includes the last. */
export function thinned(epochs: readonly RunEpoch[]): readonly RunEpoch[] {
  if (epochs.length <= EPOCHS_DRAWN) return epochs;
  const every = Math.ceil(epochs.length / EPOCHS_DRAWN);
  return epochs.filter((_, i) => i % every === 0 || i === epochs.length - 1);
}

/** The best validation accuracy, 0 to 1; null if there is none. */
export function bestAccuracy(epochs: readonly RunEpoch[]): number | null {
  return epochs.reduce<number | null>(
    (most, { validationAccuracy: value }) =>
      value !== null && (most === null || value > most) ? value : most,
    null,
  );
}

/** Samples trained per second over all epochs, of which each trains as many; null if none is known. */
export function meanSpeed(epochs: readonly RunEpoch[]): number | null {
  const speeds = epochs.map(({ imagesPerSecond }) => imagesPerSecond).filter((speed) => speed > 0);
  return speeds.length === 0 ? null : speeds.length / speeds.reduce((sum, speed) => sum + 1 / speed, 0);
}

/** One metric of several runs on a common axis of epochs; null if a run has no such epoch. */
export function overlaid(
  runs: readonly (readonly RunEpoch[])[],
  figure: EpochFigure,
): { readonly xs: number[]; readonly values: (number | null)[][] } {
  const drawn = runs.map((epochs) => new Map(thinned(epochs).map((epoch) => [epoch.epoch, epoch[figure]])));
  const xs = [...new Set(drawn.flatMap((epochs) => [...epochs.keys()]))].sort((a, b) => a - b);
  return { xs, values: drawn.map((epochs) => xs.map((x) => epochs.get(x) ?? null)) };
}

/** Exponential moving average with Adam's bias correction (Kingma & Ba 2015). */
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

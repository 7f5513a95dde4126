import { useState } from 'react';
import type { RunEpoch } from '../../electron/ipc/contract.js';
import type { Course, StepCurve } from '../../engine/train/course.js';
import type { ShownRun } from '../state/training.js';
import { indexOptions, Select } from '../ui/controls.js';
import { loss, measured, percent } from '../ui/format.js';
import { Chart, type Curve } from './Chart.js';
import css from './train.module.css';

const TRAINING = { name: 'Training', color: 'var(--cat-linear)' } as const;
const VALIDATION = { name: 'Validation', color: 'var(--cat-output)', dash: [6, 4] } as const;

const BASELINE = { name: 'Baseline', color: 'var(--text-3)', dash: [2, 4] } as const;

interface RunCurvesProps {
  readonly shown: ShownRun;
  /** The target of a regression whose errors are drawn. */
  readonly target: number;
  readonly setTarget: (target: number) => void;
}

/** The curves of one run: losses, and accuracies of a classifier or errors of a regression. */
export function RunCurves({ shown, target, setTarget }: RunCurvesProps) {
  const { epochs, baseline } = shown;
  const [log, setLog] = useState(false);
  const [smoothing, setSmoothing] = useState(0.6);
  const curve = curveOf(shown);
  const { xs, steps, figure } = runLines(epochs, curve, smoothing);
  const hasClasses = epochs.some(({ trainAccuracy }) => trainAccuracy !== null);
  const hasValidation = epochs.some(({ validationLoss }) => validationLoss !== null);
  const errors = baseline?.targets[target];
  const pair = (train: (number | null)[], validation: (number | null)[]): Curve[] => [
    { ...TRAINING, values: train },
    ...(hasValidation ? [{ ...VALIDATION, values: validation }] : []),
  ];
  return (
    <div className={css['charts']}>
      <Chart
        title="Loss"
        format={loss}
        log={log}
        xs={xs}
        curves={[
          ...(curve ? [{ name: 'Steps', color: TRAINING.color, faint: true, values: steps }] : []),
          ...pair(
            figure(({ trainLoss }) => trainLoss),
            figure(({ validationLoss }) => validationLoss),
          ),
          ...flat(BASELINE, xs, baseline?.loss ?? null),
        ]}
      >
        {curve && (
          <label>
            Smoothing
            <input
              type="range"
              min={0}
              max={0.98}
              step={0.02}
              value={smoothing}
              onChange={(event) => setSmoothing(Number(event.target.value))}
            />
          </label>
        )}
        <label>
          <input type="checkbox" checked={log} onChange={(event) => setLog(event.target.checked)} />
          Log scale
        </label>
      </Chart>
      {hasClasses && (
        <Chart
          title="Accuracy"
          format={percent}
          xs={xs}
          curves={pair(
            figure(({ trainAccuracy }) => trainAccuracy),
            figure(({ validationAccuracy }) => validationAccuracy),
          )}
        />
      )}
      {errors && (
        <Chart
          title={`Error of ${errors.target}`}
          format={measured}
          log={log}
          xs={xs}
          curves={[
            {
              name: 'RMSE',
              color: TRAINING.color,
              values: figure((epoch) => epoch.regression?.[target]?.rmse ?? null),
            },
            {
              ...VALIDATION,
              name: 'MAE',
              values: figure((epoch) => epoch.regression?.[target]?.mae ?? null),
            },
            ...flat({ ...BASELINE, name: 'Baseline RMSE' }, xs, errors.rmse),
          ]}
        >
          {baseline.targets.length > 1 && (
            <Select
              aria-label="Target"
              value={String(target)}
              options={indexOptions(baseline.targets.map((one) => one.target))}
              onChange={(i) => setTarget(Number(i))}
            />
          )}
        </Chart>
      )}
    </div>
  );
}

/** A level line; none if its value is unknown. */
const flat = (line: Omit<Curve, 'values'>, xs: readonly number[], value: number | null): Curve[] =>
  value === null ? [] : [{ ...line, values: xs.map(() => value) }];

/** The name of a metric of an epoch. */
type EpochFigure = Exclude<keyof RunEpoch, 'epoch' | 'regression'>;

/** A run on one axis of epochs: step losses while it is live, and each epoch's metrics. */
interface RunLines {
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

import { useState } from 'react';
import type { ShownRun } from '../state/training.js';
import { loss, measured, percent } from '../ui/format.js';
import { Chart } from './Chart.js';
import type { Curve } from './chartOptions.js';
import { curveOf, runLines } from './curves.js';
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
            <select
              aria-label="Target"
              value={target}
              onChange={(event) => setTarget(Number(event.target.value))}
            >
              {baseline.targets.map((one, i) => (
                <option key={one.target} value={i}>
                  {one.target}
                </option>
              ))}
            </select>
          )}
        </Chart>
      )}
    </div>
  );
}

/** A level line; none if its value is unknown. */
const flat = (line: Omit<Curve, 'values'>, xs: readonly number[], value: number | null): Curve[] =>
  value === null ? [] : [{ ...line, values: xs.map(() => value) }];

import { useState } from 'react';
import type { ShownRun } from '../state/training.js';
import { loss, percent } from '../ui/format.js';
import { Chart } from './Chart.js';
import type { Curve } from './chartOptions.js';
import { runLines } from './curves.js';
import css from './train.module.css';

const TRAINING = { name: 'Training', color: 'var(--cat-linear)' } as const;
const VALIDATION = { name: 'Validation', color: 'var(--cat-output)', dash: [6, 4] } as const;

/** The curves of one run: losses, and accuracies for classifiers. */
export function RunCurves({ shown: { live, epochs } }: { readonly shown: ShownRun }) {
  const [log, setLog] = useState(false);
  const [smoothing, setSmoothing] = useState(0.6);
  const { xs, steps, figure } = runLines(epochs, live, smoothing);
  const hasClasses = epochs.some(({ trainAccuracy }) => trainAccuracy !== null);
  const hasValidation = epochs.some(({ validationLoss }) => validationLoss !== null);
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
          ...(live ? [{ name: 'Steps', color: TRAINING.color, faint: true, values: steps }] : []),
          ...pair(figure('trainLoss'), figure('validationLoss')),
        ]}
      >
        {live && (
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
          curves={pair(figure('trainAccuracy'), figure('validationAccuracy'))}
        />
      )}
    </div>
  );
}

import { useState } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { runCommand } from '../actions/commands.js';
import { trainOn } from '../actions/train.js';
import { isActive, shownRun, useTraining, type ShownRun } from '../state/training.js';
import { show } from '../state/ui.js';
import { Button } from '../ui/Button.js';
import { EmptyState } from '../ui/EmptyState.js';
import { count, duration, loss, percent } from '../ui/format.js';
import { Kbd } from '../ui/Kbd.js';
import uiCss from '../ui/ui.module.css';
import { Chart } from './Chart.js';
import { lossCurves, thinned } from './curves.js';
import { Log } from './Log.js';
import { RunList } from './RunList.js';
import { stateText, stateTone } from './states.js';
import css from './train.module.css';

/** Where a model is trained and watched. */
export function TrainWorkspace() {
  const shown = useTraining(useShallow(shownRun));
  if (!shown) {
    return (
      <EmptyState
        title="Nothing trained yet"
        text="Press Train: the curves of loss and accuracy appear here and move while the model learns. Every run is kept."
      >
        <Button look="primary" onClick={() => runCommand('train.start')}>
          Train <Kbd keys="Mod+Enter" />
        </Button>
        <Button onClick={() => show('build')}>Look at the model</Button>
      </EmptyState>
    );
  }
  return (
    <div className={css['workspace']}>
      <div className={css['stage']}>
        <Head shown={shown} />
        <Failure shown={shown} />
        <Figures shown={shown} />
        <Curves shown={shown} />
      </div>
      <aside className={css['side']} aria-label="Runs and log">
        <RunList shownId={shown.runId} />
        <Log shown={shown} />
      </aside>
    </div>
  );
}

interface RunProps {
  readonly shown: ShownRun;
}

function Head({ shown }: RunProps) {
  const { live, run } = shown;
  const busy = useTraining((state) => isActive(state.live));
  const total = live?.start?.epochs ?? run?.epochs ?? 0;
  const done = shown.epochs.length;
  const share = live?.progress
    ? live.progress.stepsDone / live.progress.stepsTotal
    : total
      ? done / total
      : 0;
  const canGoOn = !busy && (live ? live.status !== 'failed' : run?.state !== 'failed') && shown.text !== null;
  return (
    <>
      <div className={css['head']}>
        <h2>
          Epoch {Math.min(isActive(live) ? done + 1 : done, total)} of {total}
        </h2>
        <span className={css['state']}>
          <i className={uiCss['dot']} style={{ background: stateTone(shown) }} />
          {stateText(shown)}
        </span>
        <span className={css['spring']} />
        {canGoOn && done < total && <Button onClick={() => void trainOn(0)}>Resume</Button>}
        {canGoOn && done >= total && (
          <>
            <Button onClick={() => void trainOn(1)}>+1 epoch</Button>
            <Button onClick={() => void trainOn(10)}>+10 epochs</Button>
          </>
        )}
      </div>
      <div
        className={css['bar']}
        role="progressbar"
        aria-label="Training"
        aria-valuenow={Math.round(share * 100)}
        aria-valuemin={0}
        aria-valuemax={100}
      >
        <div style={{ width: `${share * 100}%` }} />
      </div>
    </>
  );
}

function Failure({ shown: { live, run } }: RunProps) {
  const message = live?.error?.message ?? (live ? null : run?.problem);
  if (message == null) return null;
  return (
    <div className={css['failure']} role="alert">
      <b>Training failed</b>
      {message}
    </div>
  );
}

function Figures({ shown: { live, epochs } }: RunProps) {
  const last = epochs.at(-1);
  const progress = live?.progress;
  const best = epochs.reduce<number | null>(
    (most, { validationAccuracy: value }) =>
      value !== null && (most === null || value > most) ? value : most,
    null,
  );
  const figures: readonly (readonly [string, string | null])[] = [
    ['Training loss', last?.trainLoss != null ? loss(last.trainLoss) : null],
    ['Validation loss', last?.validationLoss != null ? loss(last.validationLoss) : null],
    ['Validation accuracy', last?.validationAccuracy != null ? percent(last.validationAccuracy) : null],
    ['Best accuracy', best === null ? null : percent(best)],
    ['Step', progress ? `${count(progress.stepsDone)} of ${count(progress.stepsTotal)}` : null],
    ['Samples a second', progress ? count(Math.round(progress.imagesPerSecond)) : null],
    ['Learning rate', progress ? String(progress.learningRate) : null],
    [
      isActive(live) ? 'Time left' : 'Time',
      isActive(live)
        ? progress
          ? duration(progress.secondsLeft)
          : null
        : duration(epochs.reduce((sum, { seconds }) => sum + seconds, 0)),
    ],
  ];
  return (
    <dl className={css['figures']}>
      {figures
        .filter(([, value]) => value !== null || isActive(live))
        .map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value ?? '–'}</dd>
          </div>
        ))}
    </dl>
  );
}

function Curves({ shown: { live, epochs } }: RunProps) {
  const [log, setLog] = useState(false);
  const [smoothing, setSmoothing] = useState(0.6);
  const losses = lossCurves(epochs, live, smoothing);
  const drawn = thinned(epochs);
  const hasClasses = epochs.some(({ trainAccuracy }) => trainAccuracy !== null);
  const hasValidation = epochs.some(({ validationLoss }) => validationLoss !== null);
  return (
    <div className={css['charts']}>
      <Chart
        title="Loss"
        format={loss}
        log={log}
        xs={losses.xs}
        curves={[
          ...(live ? [{ name: 'Steps', color: 'var(--cat-linear)', faint: true, values: losses.steps }] : []),
          { name: 'Training', color: 'var(--cat-linear)', values: losses.train },
          ...(hasValidation
            ? [{ name: 'Validation', color: 'var(--cat-output)', dashed: true, values: losses.validation }]
            : []),
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
          xs={drawn.map(({ epoch }) => epoch)}
          curves={[
            {
              name: 'Training',
              color: 'var(--cat-linear)',
              values: drawn.map(({ trainAccuracy }) => trainAccuracy),
            },
            ...(hasValidation
              ? [
                  {
                    name: 'Validation',
                    color: 'var(--cat-output)',
                    dashed: true,
                    values: drawn.map(({ validationAccuracy }) => validationAccuracy),
                  },
                ]
              : []),
          ]}
        />
      )}
    </div>
  );
}

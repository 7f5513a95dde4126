import { useMemo } from 'react';
import type { RunEpoch } from '../../electron/ipc/contract.js';
import { numberText } from '../../engine/base/numbers.js';
import { type Family, familyOf } from '../../engine/base/problem.js';
import { parseProject } from '../../engine/project/parse.js';
import { runAdvice } from '../../engine/project/advice.js';
import { headlineOf, messageOf } from '../../engine/text/index.js';
import { reloadData, showMistakes } from '../actions/data.js';
import { goToLayer } from '../actions/edit.js';
import { continueTraining, reproduce, restoreProject, train } from '../actions/runs.js';
import { isActive, trainsElsewhere, type ShownRun } from '../state/training.js';
import { Button } from '../ui/Button.js';
import {
  count,
  decimal,
  duration,
  formatIfKnown,
  loss,
  measured,
  percent,
  stateText,
  stateTone,
} from '../ui/format.js';
import { ProblemCard } from '../ui/ProblemCard.js';
import uiCss from '../ui/ui.module.css';
import { useApp, useDocument, useFindings, useTraining } from '../useApp.js';
import { differences } from './Comparison.js';
import { bestAccuracy, meanSpeed, rateOf, secondsOf } from './RunCurves.js';
import css from './train.module.css';

/** A run's progress and state, with buttons to continue it. */
export function RunHead({ shown }: { readonly shown: ShownRun }) {
  const { live, run } = shown;
  const total = live?.start?.epochs ?? run?.epochs ?? 0;
  const done = shown.epochs.length;
  const share = live?.progress
    ? live.progress.stepsDone / live.progress.stepsTotal
    : total
      ? done / total
      : 0;
  return (
    <>
      <div className={css['head']}>
        <h2>
          {total === 0
            ? 'Starting'
            : `Epoch ${count(Math.min(isActive(live) ? done + 1 : done, total))} of ${count(total)}`}
        </h2>
        <span className={css['state']}>
          <i className={uiCss['dot']} style={{ background: stateTone(shown) }} />
          {stateText(shown)}
        </span>
        <span className={css['spring']} />
        <RunActions shown={shown} complete={done >= total} />
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

/** The actions available while no run is active. */
function RunActions({ shown, complete }: { readonly shown: ShownRun; readonly complete: boolean }) {
  const app = useApp();
  const { live, run } = shown;
  const busy = useTraining((state) => isActive(state.live));
  if (busy || trainsElsewhere(run, live)) return null;
  const canResume = shown.text !== null && (run ? run.resumable : live?.status !== 'failed');
  const hasAccuracy = shown.epochs.some(({ validationAccuracy }) => validationAccuracy !== null);
  return (
    <>
      {hasAccuracy && <Button onClick={() => void showMistakes(app, shown.runId)}>View mistakes</Button>}
      {canResume && !complete && <Button onClick={() => void continueTraining(app, 0)}>Resume</Button>}
      {canResume && complete && (
        <>
          <Button onClick={() => void continueTraining(app, 1)}>+1 epoch</Button>
          <Button onClick={() => void continueTraining(app, 10)}>+10 epochs</Button>
        </>
      )}
      {run?.reproducible && complete && <Button onClick={() => void reproduce(app, shown)}>Reproduce</Button>}
    </>
  );
}

/** The settings that were edited since a run was trained: it goes on without these edits. */
export function EditedSince({ shown }: { readonly shown: ShownRun }) {
  const app = useApp();
  const project = useDocument((state) => state.project);
  const isBusy = useTraining((state) => isActive(state.live));
  const { run, text, runId } = shown;
  const edited = useMemo(
    () => (text === null || !project ? [] : differences([parseProject(text), project])),
    [text, project],
  );
  if (isBusy || !run || text === null || edited.length === 0) return null;
  return (
    <div className={css['edited']} role="status">
      <p>
        Edited since this run: {edited.map(({ setting }) => setting).join(', ')}.
        {run.resumable && ' It goes on as it was trained.'}
      </p>
      {run.resumable && (
        <Button onClick={() => void train(app, runId)}>Start a new run from these weights</Button>
      )}
      <Button onClick={() => restoreProject(app, text)}>Restore this run’s project</Button>
    </div>
  );
}

/** Families of problems that the Data workspace can help with. */
const DATA_PROBLEMS: readonly Family[] = ['missing-data', 'bad-data'];

/** The reason a run failed; nothing if it did not. */
export function Failure({ shown: { live, run } }: { readonly shown: ShownRun }) {
  const app = useApp();
  const problem = live ? live.error : run?.problem;
  if (!problem) return null;
  return (
    <ProblemCard problem={problem} title="Training failed" text={messageOf(problem)}>
      {live && DATA_PROBLEMS.includes(familyOf(problem.code)) && (
        <Button onClick={() => reloadData(app)}>View the data</Button>
      )}
    </ProblemCard>
  );
}

/** Advice about a run whose losses show that its training fails. */
export function RunAdvice({ shown }: { readonly shown: ShownRun }) {
  const { live, run, text, baseline, epochs } = shown;
  const project = useMemo(() => (text === null ? null : parseProject(text)), [text]);
  const isFinished = (live?.status ?? run?.state) === 'finished';
  const advice = project && runAdvice(project, { baseline, epochs, isFinished });
  return advice && <ProblemCard problem={advice} title={headlineOf(advice)} text={messageOf(advice)} />;
}

/** Findings about a run's layers, one card for each kind; fixes are offered where the open project still has the layer. */
export function Findings({ shown: { findings } }: { readonly shown: ShownRun }) {
  const app = useApp();
  const standing = useFindings();
  return [...new Set(findings.map(({ code }) => code))].map((code) => {
    const found = findings.filter((one) => one.code === code);
    const there = standing.filter((one) => one.code === code);
    const [first] = there.length > 0 ? there : found;
    return (
      <ProblemCard
        key={code}
        problem={{ ...first!, fixes: there[0]?.fixes ?? [] }}
        title={headlineOf(first!)}
        text={messageOf(first!)}
      >
        {there.map(
          ({ where }) =>
            where?.kind === 'layer' && (
              <Button key={where.id} look="quiet" onClick={() => goToLayer(app, where.id)}>
                Show {where.name}
              </Button>
            ),
        )}
      </ProblemCard>
    );
  });
}

interface FiguresProps {
  readonly shown: ShownRun;
  /** The target of a regression whose errors are shown. */
  readonly target: number;
}

/** A run's key metrics. */
export function Figures({ shown, target }: FiguresProps) {
  const { live, epochs } = shown;
  const last = epochs.at(-1);
  const progress = live?.progress;
  const speed = isActive(live) ? progress?.imagesPerSecond : meanSpeed(epochs);
  const figures: readonly (readonly [string, string | null])[] = [
    ['Training loss', formatIfKnown(last?.trainLoss, loss)],
    ['Validation loss', formatIfKnown(last?.validationLoss, loss)],
    ...(shown.baseline ? errorFigures(last, target) : accuracyFigures(epochs)),
    [progress ? `Step of ${count(progress.stepsTotal)}` : 'Step', formatIfKnown(progress?.stepsDone, count)],
    ['Samples/s', formatIfKnown(speed, (rate) => count(Math.round(rate)))],
    ['Learning rate', formatIfKnown(rateOf(shown), numberText)],
    isActive(live)
      ? ['Time left', formatIfKnown(progress?.secondsLeft, duration)]
      : ['Time', formatIfKnown(secondsOf(shown), duration)],
  ];
  return (
    <>
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
      <BaselineLine shown={shown} target={target} />
    </>
  );
}

const accuracyFigures = (epochs: ShownRun['epochs']) =>
  [
    ['Validation accuracy', formatIfKnown(epochs.at(-1)?.validationAccuracy, percent)],
    ['Best accuracy', formatIfKnown(bestAccuracy(epochs), percent)],
  ] as const;

function errorFigures(last: RunEpoch | undefined, target: number) {
  const errors = last?.regression?.[target];
  return [
    ['MAE', formatIfKnown(errors?.mae, measured)],
    ['RMSE', formatIfKnown(errors?.rmse, measured)],
    ['R²', formatIfKnown(errors?.r2, (value) => decimal(value))],
  ] as const;
}

/** The rows and the unit of a regression's figures, and its baseline. */
function BaselineLine({ shown: { baseline, epochs }, target }: FiguresProps) {
  const errors = baseline?.targets[target];
  if (!errors) return null;
  const rows = epochs.at(-1)?.validationLoss == null ? 'training' : 'validation';
  const figures = [
    formatIfKnown(baseline.loss, (value) => `loss ${loss(value)}`),
    `MAE ${measured(errors.mae)}`,
    `RMSE ${measured(errors.rmse)}`,
  ];
  return (
    <p className={css['baseline']}>
      MAE and RMSE are in the unit of {errors.target}, on the {rows} rows. The baseline always predicts{' '}
      {measured(errors.prediction)}, the mean of the training rows:{' '}
      {figures.filter((figure) => figure !== null).join(', ')}.
    </p>
  );
}

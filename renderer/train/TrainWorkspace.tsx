import { useState } from 'react';
import { useShallow } from 'zustand/react/shallow';
import type { RunEpoch } from '../../electron/ipc/contract.js';
import { fixLabel, messageOf } from '../../engine/text/index.js';
import { fix } from '../actions/edit.js';
import { shownRun, type ShownRun } from '../state/training.js';
import { openInspector, show } from '../state/ui.js';
import { Button } from '../ui/Button.js';
import { count, loss, percent, r2Text } from '../ui/format.js';
import { useApp, useDocument, useTraining } from '../useApp.js';
import { Comparison } from './Comparison.js';
import { NoWeights } from './NoWeights.js';
import { RunCurves } from './RunCurves.js';
import { BatchFields, EpochsField, LearningRateField, LossField } from './RunFields.js';
import { EditedSince, Failure, Figures, Findings, RunAdvice, RunHead } from './RunHead.js';
import { RunList } from './RunList.js';
import css from './train.module.css';

/** The Train workspace: live training, stored runs, and their comparison. */
export function TrainWorkspace() {
  const shown = useTraining(useShallow(shownRun));
  const comparing = useTraining((state) => state.compared.length > 1);
  return (
    <div className={css['workspace']}>
      {!shown ? <NothingTrained /> : comparing ? <Comparison /> : <OneRun key={shown.runId} shown={shown} />}
      <aside className={css['side']} aria-label="Next run, runs and log">
        <NextRun />
        {shown && <RunList shownId={shown.runId} />}
        {shown && <Log shown={shown} />}
      </aside>
    </div>
  );
}

function NothingTrained() {
  const app = useApp();
  const startsFrom = useDocument((state) => state.startsFrom);
  return (
    <NoWeights
      shown={null}
      text={`Press Train to see the loss and accuracy curves here as the model learns. Every run is kept.${startsFrom ? ` The first run starts from the weights in ${startsFrom.name}.` : ''}`}
    >
      <Button onClick={() => show(app, 'build')}>View the model</Button>
    </NoWeights>
  );
}

function OneRun({ shown }: { readonly shown: ShownRun }) {
  const [target, setTarget] = useState(0);
  const { live } = shown;
  // A run that failed before it started has only an error to show.
  const failedToStart = live?.status === 'failed' && live.start === null && live.epochs.length === 0;
  return (
    <div className={css['stage']}>
      {failedToStart ? (
        <div className={css['head']}>
          <h2>Training did not start</h2>
        </div>
      ) : (
        <RunHead shown={shown} />
      )}
      <EditedSince shown={shown} />
      <Failure shown={shown} />
      {!failedToStart && (
        <>
          <RunAdvice shown={shown} />
          <Findings shown={shown} />
          <Figures shown={shown} target={target} />
          <RunCurves shown={shown} target={target} setTarget={setTarget} />
        </>
      )}
    </div>
  );
}

/** The settings that matter most for the next run. */
function NextRun() {
  const app = useApp();
  const showAll = () => {
    show(app, 'build');
    openInspector(app, 'training');
  };
  return (
    <section className={css['nextRun']} aria-label="Next run">
      <h2>Next run</h2>
      <EpochsField />
      <LearningRateField />
      <div className={css['wide']}>
        <LossField />
      </div>
      <BatchFields />
      <Button look="quiet" onClick={showAll}>
        All training settings
      </Button>
    </section>
  );
}

/** Maximum number of epochs listed; runs on tables have thousands. */
const LINES = 100;

/** The run's events, newest first. */
function Log({ shown: { live, epochs } }: { readonly shown: ShownRun }) {
  const app = useApp();
  const start = live?.start;
  return (
    <>
      <h2>Log</h2>
      <ol className={css['log']} tabIndex={0} aria-label="Log">
        {live?.error && <li>{messageOf(live.error)}</li>}
        {epochs
          .slice(-LINES)
          .reverse()
          .map((epoch) => (
            <li key={epoch.epoch}>{epochLine(epoch)}</li>
          ))}
        {live?.notes.map((note) => (
          <li key={note.code}>
            {messageOf(note)}
            {note.fixes.map((one) => (
              <div key={one.kind}>
                <Button onClick={() => fix(app, one)}>{fixLabel(one)}</Button>
              </div>
            ))}
          </li>
        ))}
        {start && (
          <li>
            {count(start.parameters)} parameters, {count(start.trainCount)} training and{' '}
            {count(start.validationCount)} validation samples, {count(start.stepsPerEpoch)}{' '}
            {start.stepsPerEpoch === 1 ? 'step' : 'steps'} per epoch, {start.backend} engine on{' '}
            {start.threads} threads
          </li>
        )}
      </ol>
    </>
  );
}

function epochLine(figures: RunEpoch): string {
  const { epoch, trainLoss, validationLoss, validationAccuracy, seconds } = figures;
  const parts = [
    `epoch ${count(epoch)}`,
    trainLoss === null ? null : `loss ${loss(trainLoss)}`,
    validationLoss === null ? null : `val ${loss(validationLoss)}`,
    validationAccuracy === null ? null : `acc ${percent(validationAccuracy)}`,
    r2Text(figures),
    seconds < 0.05 ? null : `${seconds.toFixed(1)} s`,
  ];
  return parts.filter((part) => part !== null).join(' · ');
}

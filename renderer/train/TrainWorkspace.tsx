import { useState } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { runCommand } from '../actions/commands.js';
import { shownRun, type ShownRun } from '../state/training.js';
import { show } from '../state/ui.js';
import { Button, Kbd } from '../ui/Button.js';
import { EmptyState } from '../ui/EmptyState.js';
import { useApp, useDocument, useTraining } from '../useApp.js';
import { Comparison } from './Comparison.js';
import { Log } from './Log.js';
import { NextRun } from './NextRun.js';
import { RunCurves } from './RunCurves.js';
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
    <EmptyState
      title="Nothing trained yet"
      text={`Press Train to see the loss and accuracy curves here as the model learns. Every run is kept.${startsFrom ? ` The first run starts from the weights in ${startsFrom.name}.` : ''}`}
    >
      <Button look="primary" onClick={() => runCommand(app, 'train.start')}>
        Train <Kbd keys="Mod+Enter" />
      </Button>
      <Button onClick={() => show(app, 'build')}>View the model</Button>
    </EmptyState>
  );
}

function OneRun({ shown }: { readonly shown: ShownRun }) {
  const [target, setTarget] = useState(0);
  const { live } = shown;
  // A run that failed before it started has only an error to show.
  const failedToStart = live?.status === 'failed' && live.start === null && live.epochs.length === 0;
  return (
    <div className={css['stage']}>
      {failedToStart ? <NotStarted /> : <RunHead shown={shown} />}
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

function NotStarted() {
  return (
    <div className={css['head']}>
      <h2>Training did not start</h2>
    </div>
  );
}

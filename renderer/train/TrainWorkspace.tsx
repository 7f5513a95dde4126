import { useShallow } from 'zustand/react/shallow';
import { runCommand } from '../actions/commands.js';
import { shownRun, useTraining, type ShownRun } from '../state/training.js';
import { show } from '../state/ui.js';
import { Button } from '../ui/Button.js';
import { EmptyState } from '../ui/EmptyState.js';
import { Kbd } from '../ui/Kbd.js';
import { Comparison } from './Comparison.js';
import { Figures } from './Figures.js';
import { Log } from './Log.js';
import { RunCurves } from './RunCurves.js';
import { Failure, RunHead } from './RunHead.js';
import { RunList } from './RunList.js';
import css from './train.module.css';

/** Where a model is trained and watched, and runs are compared. */
export function TrainWorkspace() {
  const shown = useTraining(useShallow(shownRun));
  const comparing = useTraining((state) => state.compared.length > 1);
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
      {comparing ? <Comparison /> : <OneRun shown={shown} />}
      <aside className={css['side']} aria-label="Runs and log">
        <RunList shownId={shown.runId} />
        <Log shown={shown} />
      </aside>
    </div>
  );
}

function OneRun({ shown }: { readonly shown: ShownRun }) {
  const { live } = shown;
  // A run that was refused has nothing to show but why.
  const refused = live?.status === 'failed' && live.start === null && live.epochs.length === 0;
  return (
    <div className={css['stage']}>
      {refused ? <NotBegun /> : <RunHead shown={shown} />}
      <Failure shown={shown} />
      {!refused && (
        <>
          <Figures shown={shown} />
          <RunCurves shown={shown} />
        </>
      )}
    </div>
  );
}

function NotBegun() {
  return (
    <div className={css['head']}>
      <h2>Training did not begin</h2>
    </div>
  );
}

import { Trash2 } from 'lucide-react';
import type { Run } from '../../electron/ipc/contract.js';
import { chooseRun, removeRun } from '../actions/runs.js';
import { isActive, useTraining } from '../state/training.js';
import { Button } from '../ui/Button.js';
import { loss, percent } from '../ui/format.js';
import uiCss from '../ui/ui.module.css';
import { stateText, stateTone } from './states.js';
import css from './train.module.css';

/** The project's runs, newest first. */
export function RunList({ shownId }: { readonly shownId: string }) {
  const runs = useTraining((state) => state.runs);
  const live = useTraining((state) => state.live);
  return (
    <>
      <h2>Runs</h2>
      <ul className={css['runs']}>
        {runs.length === 0 && <li className={css['none']}>The first run is under way.</li>}
        {runs.map((run) => (
          <RunRow
            key={run.runId}
            run={run}
            shown={run.runId === shownId}
            live={live?.runId === run.runId ? live : null}
          />
        ))}
      </ul>
    </>
  );
}

interface RunRowProps {
  readonly run: Run;
  readonly shown: boolean;
  readonly live: ReturnType<typeof useTraining.getState>['live'];
}

function RunRow({ run, shown, live }: RunRowProps) {
  const { runId, startedAt } = run;
  const last = live?.epochs.at(-1) ?? run.last;
  const figure =
    last?.validationAccuracy != null
      ? percent(last.validationAccuracy)
      : last?.trainLoss != null
        ? loss(last.trainLoss)
        : '–';
  const started = new Date(startedAt).toLocaleString([], { dateStyle: 'medium', timeStyle: 'short' });
  return (
    <li className={css['run']} data-shown={shown}>
      <button
        type="button"
        className={css['runButton']}
        aria-current={shown ? 'true' : undefined}
        onClick={() => void chooseRun(runId)}
      >
        <span>
          {started} <b>{figure}</b>
        </span>
        <small>
          <i className={uiCss['dot']} style={{ background: stateTone({ live, run }) }} />{' '}
          {stateText({ live, run })} · {live?.epochs.length ?? run.epochsDone} of{' '}
          {live?.start?.epochs ?? run.epochs} epochs
        </small>
      </button>
      {!isActive(live) && (
        <Button look="quiet" label={`Delete the run of ${started}`} onClick={() => void removeRun(runId)}>
          <Trash2 size={14} />
        </Button>
      )}
    </li>
  );
}

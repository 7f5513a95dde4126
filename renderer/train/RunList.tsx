import { Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { RunSummary } from '../../electron/ipc/contract.js';
import { chooseRun, removeRun, renameRun, toggleCompared } from '../actions/runs.js';
import { isActive, type LiveRun, trainsElsewhere } from '../state/training.js';
import { Button } from '../ui/Button.js';
import { NameInput } from '../ui/controls.js';
import { count, runFigure, runTitle, stateText, stateTone } from '../ui/format.js';
import uiCss from '../ui/ui.module.css';
import { useApp, useTraining } from '../useApp.js';
import { lineOf } from './Chart.js';
import css from './train.module.css';

/** The project's runs, newest first. */
export function RunList({ shownId }: { readonly shownId: string }) {
  const runs = useTraining((state) => state.runs);
  const live = useTraining((state) => state.live);
  const compared = useTraining((state) => state.compared);
  return (
    <>
      <h2>Runs</h2>
      <ul className={css['runs']}>
        {runs.length === 0 && (
          <li className={css['none']}>
            {isActive(live) ? 'The first run is in progress.' : 'No run has completed an epoch yet.'}
          </li>
        )}
        {runs.map((run) => (
          <RunRow
            key={run.runId}
            run={run}
            shown={compared.length < 2 && run.runId === shownId}
            place={compared.indexOf(run.runId)}
            live={live?.runId === run.runId ? live : null}
          />
        ))}
      </ul>
      {runs.length > 1 && compared.length < 2 && (
        <p className={css['hint']}>
          {compared.length === 0
            ? 'Select two or more runs to compare them.'
            : 'Select another run to compare.'}
        </p>
      )}
    </>
  );
}

interface RunRowProps {
  readonly run: RunSummary;
  readonly shown: boolean;
  /** Its index among the compared runs; -1 if it is not compared. */
  readonly place: number;
  readonly live: LiveRun | null;
}

function RunRow({ run, shown, place, live }: RunRowProps) {
  const app = useApp();
  const { runId } = run;
  const [renaming, setRenaming] = useState(false);
  const title = runTitle(run);
  const isIdle = !isActive(live) && !trainsElsewhere(run, live);
  return (
    <li className={css['run']} data-shown={shown}>
      <label className={css['tick']}>
        <input
          type="checkbox"
          aria-label={`Compare run ${title}`}
          checked={place >= 0}
          onChange={() => void toggleCompared(app, runId)}
        />
      </label>
      {renaming ? (
        <NameInput
          label="Run name"
          name={run.name ?? ''}
          rename={(name) => void renameRun(app, runId, name)}
          close={() => setRenaming(false)}
        />
      ) : (
        <RunButton
          run={run}
          shown={shown}
          place={place}
          live={live}
          rename={isIdle ? () => setRenaming(true) : null}
        />
      )}
      {isIdle && (
        <Button look="quiet" label={`Delete run ${title}`} onClick={() => void removeRun(app, runId)}>
          <Trash2 size={14} />
        </Button>
      )}
    </li>
  );
}

interface RunButtonProps extends RunRowProps {
  /** Null while it trains. */
  readonly rename: (() => void) | null;
}

function RunButton({ run, shown, place, live, rename }: RunButtonProps) {
  const app = useApp();
  const last = live?.epochs.at(-1) ?? run.last;
  return (
    <button
      type="button"
      className={css['runButton']}
      aria-current={shown ? 'true' : undefined}
      title={rename ? 'F2 or double-click to rename' : undefined}
      onClick={() => void chooseRun(app, run.runId)}
      onDoubleClick={rename ?? undefined}
      onKeyDown={({ key }) => {
        if (key === 'F2') rename?.();
      }}
    >
      <span>
        <span>
          {place >= 0 && <b className={css['letter']}>{lineOf(place).letter} · </b>}
          {runTitle(run)}
        </span>
        <b>{runFigure(last) ?? '–'}</b>
      </span>
      <small>
        <i className={uiCss['dot']} style={{ background: stateTone({ live, run }) }} />{' '}
        {stateText({ live, run })} · {count(live?.epochs.length ?? run.epochsDone)} of{' '}
        {count(live?.start?.epochs ?? run.epochs)} epochs
      </small>
    </button>
  );
}

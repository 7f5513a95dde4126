import { useShallow } from 'zustand/react/shallow';
import { chooseRun } from '../actions/runs.js';
import { runIds, runOf, shownRun } from '../state/training.js';
import type { TrainedRun, Weights } from '../state/understand.js';
import { stateTone } from '../train/states.js';
import { count, runFigure, runTitle } from '../ui/format.js';
import uiCss from '../ui/ui.module.css';
import { useApp, useTraining } from '../useApp.js';
import css from './understand.module.css';

/** The run that Understand is about, with the others to choose from. */
export function RunChoice() {
  const app = useApp();
  const shownId = useTraining((state) => shownRun(state)?.runId ?? null);
  const ids = useTraining(useShallow(runIds));
  if (shownId === null) return null;
  return (
    <RunSelect label="Run" value={shownId} runIds={ids} onChange={(runId) => void chooseRun(app, runId)} />
  );
}

interface RunSelectProps {
  readonly label: string;
  readonly value: string;
  readonly runIds: readonly string[];
  /** The choice of no run, whose value is empty. */
  readonly none?: string;
  readonly onChange: (runId: string) => void;
}

/** A list of runs with their figures, one of which is chosen. */
export function RunSelect({ label, value, runIds, none, onChange }: RunSelectProps) {
  const training = useTraining((state) => state);
  return (
    <label className={css['choice']}>
      {value !== '' && (
        <i className={uiCss['dot']} style={{ background: stateTone(runOf(training, value)) }} />
      )}
      <select aria-label={label} value={value} onChange={(event) => onChange(event.target.value)}>
        {none !== undefined && <option value="">{none}</option>}
        {runIds.map((id) => {
          const { run, epochs } = runOf(training, id);
          const figure = runFigure(epochs.at(-1) ?? run?.last);
          return (
            <option key={id} value={id}>
              {[run ? runTitle(run) : 'Now', figure].filter(Boolean).join(' · ')}
            </option>
          );
        })}
      </select>
    </label>
  );
}

/** The weights that a page looks at: comparing the two shows what training changed. */
export function WeightsChoice({ trained: { epochs, weights } }: { readonly trained: TrainedRun }) {
  const app = useApp();
  return (
    <select
      aria-label="Weights"
      value={weights}
      onChange={({ target }) => app.understand.setState({ weights: target.value as Weights })}
    >
      <option value="last">After epoch {count(epochs)}</option>
      <option value="initial">Before training</option>
    </select>
  );
}

import { runOf } from '../state/training.js';
import { stateTone } from '../train/states.js';
import { runFigure, runTitle } from '../ui/format.js';
import uiCss from '../ui/ui.module.css';
import { useTraining } from '../useApp.js';
import css from './understand.module.css';

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

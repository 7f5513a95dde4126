import { chooseRun } from '../actions/runs.js';
import { runOf, shownRun } from '../state/training.js';
import { stateTone } from '../train/states.js';
import { runFigure, runTitle } from '../ui/format.js';
import uiCss from '../ui/ui.module.css';
import { useApp, useTraining } from '../useApp.js';
import css from './understand.module.css';

/** The run that Understand is about, with the others to choose from. */
export function RunChoice() {
  const app = useApp();
  const training = useTraining((state) => state);
  const shown = shownRun(training);
  if (!shown) return null;
  const stored = training.runs.map(({ runId }) => runId);
  const { live } = training;
  const ids = live && !stored.includes(live.runId) ? [live.runId, ...stored] : stored;
  return (
    <label className={css['choice']}>
      <i className={uiCss['dot']} style={{ background: stateTone(shown) }} />
      <select
        aria-label="Run"
        value={shown.runId}
        onChange={(event) => void chooseRun(app, event.target.value)}
      >
        {ids.map((id) => {
          const { run, epochs } = runOf(training, id);
          const figure = runFigure(epochs.at(-1) ?? run?.last);
          return (
            <option key={id} value={id}>
              {[run ? runTitle(run) : 'This run', figure].filter(Boolean).join(' · ')}
            </option>
          );
        })}
      </select>
    </label>
  );
}

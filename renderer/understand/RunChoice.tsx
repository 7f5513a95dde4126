import { useShallow } from 'zustand/react/shallow';
import { chooseRun } from '../actions/runs.js';
import { runIds, shownRun } from '../state/training.js';
import { useApp, useTraining } from '../useApp.js';
import { RunSelect } from './RunSelect.js';

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

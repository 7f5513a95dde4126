import { isActive, shownRun } from '../state/training.js';
import { useTraining } from '../useApp.js';

/** The shown run's id if it has completed an epoch and is not active, so its model can predict; null otherwise. */
export function useAskableRun(): string | null {
  return useTraining((state) => {
    const shown = shownRun(state);
    return shown && shown.epochs.length > 0 && !isActive(shown.live) ? shown.runId : null;
  });
}

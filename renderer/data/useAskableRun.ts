import { isActive, shownRun, useTraining } from '../state/training.js';

/** The run whose model can be asked: the shown one, once it has learnt something and rests; null otherwise. */
export function useAskableRun(): string | null {
  return useTraining((state) => {
    const shown = shownRun(state);
    return shown && shown.epochs.length > 0 && !isActive(shown.live) ? shown.runId : null;
  });
}

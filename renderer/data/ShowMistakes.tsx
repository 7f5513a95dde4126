import { predict } from '../actions/data.js';
import { isActive, shownRun } from '../state/training.js';
import { Button } from '../ui/Button.js';
import { useApp, useBrowse, useTraining } from '../useApp.js';

/** A button that runs a run's model on the validation samples. */
export function ShowMistakes({ runId }: { readonly runId: string }) {
  const app = useApp();
  const predicting = useBrowse((state) => state.predicting !== null);
  return (
    <p style={{ marginTop: 12 }}>
      <Button disabled={predicting} onClick={() => void predict(app, runId)}>
        {predicting ? 'Running the model…' : 'Show the model’s mistakes'}
      </Button>
    </p>
  );
}

/** The shown run's id if it has completed an epoch and is not active, so its model can predict; null otherwise. */
export function useTrainedRun(): string | null {
  return useTraining((state) => {
    const shown = shownRun(state);
    return shown && shown.epochs.length > 0 && !isActive(shown.live) ? shown.runId : null;
  });
}

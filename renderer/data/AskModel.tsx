import { askModel } from '../actions/data.js';
import { useBrowse } from '../state/browse.js';
import { Button } from '../ui/Button.js';

/** A button that runs a run's model on the validation samples. */
export function AskModel({ runId }: { readonly runId: string }) {
  const asking = useBrowse((state) => state.asking !== null);
  return (
    <p style={{ marginTop: 12 }}>
      <Button disabled={asking} onClick={() => void askModel(runId)}>
        {asking ? 'Running the model…' : 'Show the model’s mistakes'}
      </Button>
    </p>
  );
}

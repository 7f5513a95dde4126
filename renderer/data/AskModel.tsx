import { askModel } from '../actions/data.js';
import { Button } from '../ui/Button.js';
import { useApp, useBrowse } from '../useApp.js';

/** A button that runs a run's model on the validation samples. */
export function AskModel({ runId }: { readonly runId: string }) {
  const app = useApp();
  const asking = useBrowse((state) => state.asking !== null);
  return (
    <p style={{ marginTop: 12 }}>
      <Button disabled={asking} onClick={() => void askModel(app, runId)}>
        {asking ? 'Running the model…' : 'Show the model’s mistakes'}
      </Button>
    </p>
  );
}

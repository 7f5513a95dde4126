import { askModel } from '../actions/data.js';
import { useBrowse } from '../state/browse.js';
import type { Verdict } from '../state/predictions.js';
import { Button } from '../ui/Button.js';
import { Check } from '../ui/Check.js';
import { count } from '../ui/format.js';
import uiCss from '../ui/ui.module.css';
import { useAskableRun } from './useAskableRun.js';

interface TableMistakesProps {
  readonly verdicts: ReadonlyMap<number, Verdict> | null;
  readonly only: boolean;
  readonly onOnly: (only: boolean) => void;
}

/** Asks the model about the validation rows, and tells how many it gets wrong. */
export function TableMistakes({ verdicts, only, onOnly }: TableMistakesProps) {
  const runId = useAskableRun();
  const asking = useBrowse((state) => state.asking !== null);
  if (runId === null) return null;
  if (!verdicts) {
    return (
      <p style={{ marginTop: 12 }}>
        <Button disabled={asking} onClick={() => void askModel(runId)}>
          {asking ? 'Asking the model…' : 'Show the model’s mistakes'}
        </Button>
      </p>
    );
  }
  const wrong = [...verdicts.values()].filter(({ right }) => !right).length;
  return (
    <>
      <p className={uiCss['help']} role="status">
        The model was asked about {count(verdicts.size)} rows; {count(wrong)} of its answers{' '}
        {wrong === 1 ? 'is' : 'are'} wrong.
      </p>
      <Check label="Only wrong answers, the worst first" checked={only} onChange={onOnly} />
    </>
  );
}

import type { Verdict } from '../state/predictions.js';
import { Check } from '../ui/Check.js';
import { count } from '../ui/format.js';
import uiCss from '../ui/ui.module.css';
import { AskModel } from './AskModel.js';
import { useAskableRun } from './useAskableRun.js';

interface TableMistakesProps {
  readonly verdicts: ReadonlyMap<number, Verdict> | null;
  readonly only: boolean;
  readonly onOnly: (only: boolean) => void;
}

/** The number of wrong predictions on the validation rows, or a button to compute it. */
export function TableMistakes({ verdicts, only, onOnly }: TableMistakesProps) {
  const runId = useAskableRun();
  if (runId === null) return null;
  if (!verdicts) return <AskModel runId={runId} />;
  const wrong = [...verdicts.values()].filter(({ right }) => !right).length;
  return (
    <>
      <p className={uiCss['help']} role="status">
        {count(wrong)} of {count(verdicts.size)} {verdicts.size === 1 ? 'prediction' : 'predictions'}{' '}
        {wrong === 1 ? 'is' : 'are'} wrong.
      </p>
      <Check label="Only wrong predictions, highest loss first" checked={only} onChange={onOnly} />
    </>
  );
}

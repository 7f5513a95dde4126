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

/** Asks the model about the validation rows, and tells how many it gets wrong. */
export function TableMistakes({ verdicts, only, onOnly }: TableMistakesProps) {
  const runId = useAskableRun();
  if (runId === null) return null;
  if (!verdicts) return <AskModel runId={runId} />;
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

import { filterBy } from '../state/browse.js';
import { Choice } from '../ui/Choice.js';
import { RangeField } from '../ui/RangeField.js';
import { AskModel } from './AskModel.js';
import { useAskableRun } from './useAskableRun.js';
import { useApp, useBrowse } from '../useApp.js';

const OUTCOMES = [
  { value: 'all', label: 'All' },
  { value: 'wrong', label: 'Wrong' },
  { value: 'right', label: 'Right' },
] as const;
/** Never the name of a class. */
const ANY = '';

/** Filters by the shown run's predictions, or a button to compute them. */
export function ModelFilter() {
  const app = useApp();
  const runId = useAskableRun();
  const predictions = useBrowse((state) => state.predictions);
  const { outcome, answer, loss, confidence } = useBrowse((state) => state.filters);
  if (runId === null) return null;
  if (predictions?.runId !== runId) return <AskModel runId={runId} />;
  const answers = [
    { value: ANY, label: 'Any' },
    ...predictions.classes.map((value) => ({ value, label: value })),
  ];
  return (
    <>
      <Choice
        label="Right or wrong"
        value={outcome}
        options={OUTCOMES}
        onChange={(value) => filterBy(app, { outcome: value })}
      />
      <Choice
        label="Predicted class"
        value={answer ?? ANY}
        options={answers}
        onChange={(value) => filterBy(app, { answer: value === ANY ? null : value })}
      />
      <RangeField
        label="Loss"
        range={loss}
        unit={1}
        most={null}
        onChange={(range) => filterBy(app, { loss: range })}
      />
      <RangeField
        label="Confidence, %"
        range={confidence}
        unit={100}
        most={100}
        onChange={(range) => filterBy(app, { confidence: range })}
      />
    </>
  );
}

import { useState } from 'react';
import { endComparison } from '../actions/runs.js';
import { runOf, type ShownRun } from '../state/training.js';
import { Button } from '../ui/Button.js';
import { loss, percent } from '../ui/format.js';
import { Chart } from './Chart.js';
import { ComparisonTable } from './ComparisonTable.js';
import { overlaid } from './curves.js';
import { lineOf } from './lines.js';
import css from './train.module.css';
import { useApp, useTraining } from '../useApp.js';

const PARTS = {
  validation: { title: 'Validation', loss: 'validationLoss', accuracy: 'validationAccuracy' },
  train: { title: 'Training', loss: 'trainLoss', accuracy: 'trainAccuracy' },
} as const;
type Part = keyof typeof PARTS;

/** The selected runs' curves overlaid, their results, and the settings that differ. */
export function Comparison() {
  const app = useApp();
  const state = useTraining((training) => training);
  const shown = state.compared.map((runId) => runOf(state, runId));
  const validates = shown.some(({ epochs }) => epochs.some(({ validationLoss }) => validationLoss !== null));
  const [chosen, setChosen] = useState<Part>('validation');
  const part = PARTS[validates ? chosen : 'train'];
  const [log, setLog] = useState(false);
  return (
    <div className={css['stage']}>
      <div className={css['head']}>
        <h2>Comparing {shown.length} runs</h2>
        <span className={css['spring']} />
        <Button onClick={() => endComparison(app)}>Back to one run</Button>
      </div>
      <div className={css['charts']}>
        <Overlay title={`${part.title} loss`} runs={shown} figure={part.loss} format={loss} log={log}>
          {validates && (
            <label>
              <input
                type="checkbox"
                checked={chosen === 'train'}
                onChange={(event) => setChosen(event.target.checked ? 'train' : 'validation')}
              />
              On training data
            </label>
          )}
          <label>
            <input type="checkbox" checked={log} onChange={(event) => setLog(event.target.checked)} />
            Log scale
          </label>
        </Overlay>
        {shown.some(({ epochs }) => epochs.some((epoch) => epoch[part.accuracy] !== null)) && (
          <Overlay title={`${part.title} accuracy`} runs={shown} figure={part.accuracy} format={percent} />
        )}
      </div>
      <ComparisonTable runs={shown} />
    </div>
  );
}

interface OverlayProps {
  readonly title: string;
  readonly runs: readonly ShownRun[];
  readonly figure: Parameters<typeof overlaid>[1];
  readonly format: (value: number) => string;
  readonly log?: boolean;
  readonly children?: React.ReactNode;
}

function Overlay({ title, runs, figure, format, log = false, children }: OverlayProps) {
  const { xs, values } = overlaid(
    runs.map(({ epochs }) => epochs),
    figure,
  );
  const curves = values.map((one, i) => {
    const { letter, ...line } = lineOf(i);
    return { name: letter, ...line, values: one };
  });
  return (
    <Chart title={title} format={format} log={log} xs={xs} curves={curves}>
      {children}
    </Chart>
  );
}

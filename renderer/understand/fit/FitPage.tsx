import { useEffect, useMemo, useState } from 'react';
import { useShallow } from 'zustand/react/shallow';
import type { PreparedTable } from '../../../engine/data/preparedTable.js';
import type { JobResult } from '../../../engine/jobs/index.js';
import { readRun } from '../../actions/runs.js';
import { runIds, runOf } from '../../state/training.js';
import type { TrainedRun } from '../../state/understand.js';
import { indexOptions, Segments, Select } from '../../ui/controls.js';
import { count, decimal, measured } from '../../ui/format.js';
import uiCss from '../../ui/ui.module.css';
import { useApp, useTraining } from '../../useApp.js';
import { Answer, PageActions, useRunJob } from '../Answer.js';
import { SampleRows, useTable } from '../results/SampleSet.js';
import { RunSelect, useTrained } from '../RunChoice.js';
import understandCss from '../understand.module.css';
import css from './fit.module.css';
import { Agreement, DependencePlots, type FitPoint, FittedCurve, pointsOf } from './plots.js';

/** A regression's fit: its curve or the effect of each column, its residuals, and its worst rows. */
export function FitPage({ trained }: { readonly trained: TrainedRun }) {
  const [target, setTarget] = useState(0);
  const [otherId, setOtherId] = useState('');
  const asked = useRunJob('regression', trained, NOTHING);
  const table = useTable(trained);
  const isCurve = table?.columns.length === 1 && table.columns[0]!.texts === null;
  return (
    <>
      <PageActions>
        {asked.answer?.result && asked.answer.result.targets.length > 1 && (
          <Select
            aria-label="Target"
            value={String(target)}
            options={indexOptions(asked.answer.result.targets.map((one) => one.target))}
            onChange={(i) => setTarget(Number(i))}
          />
        )}
        {isCurve && <Overlay trained={trained} otherId={otherId} onChange={setOtherId} />}
      </PageActions>
      <Answer asked={asked} working="Predicting every row">
        {(answer) => table && <Fit key={target} {...{ trained, answer, table, target, isCurve, otherId }} />}
      </Answer>
    </>
  );
}

const NOTHING = {};

interface OverlayProps {
  readonly trained: TrainedRun;
  readonly otherId: string;
  readonly onChange: (runId: string) => void;
}

/** The choice of another run whose curve is drawn too. */
function Overlay({ trained, otherId, onChange }: OverlayProps) {
  const app = useApp();
  const ids = useTraining(useShallow(runIds)).filter((runId) => runId !== trained.runId);
  useEffect(() => {
    if (otherId !== '') void readRun(app, otherId);
  }, [otherId]);
  if (ids.length === 0) return null;
  return (
    <RunSelect label="Overlay" value={otherId} runIds={ids} none="Overlay no other run" onChange={onChange} />
  );
}

interface FitProps {
  readonly trained: TrainedRun;
  readonly answer: JobResult<'regression'>;
  readonly table: PreparedTable;
  readonly target: number;
  /** True for a single input of numbers. */
  readonly isCurve: boolean;
  /** The run whose curve is drawn too; empty for none. */
  readonly otherId: string;
}

function Fit({ trained, answer, table, target, isCurve, otherId }: FitProps) {
  const points = useMemo(() => pointsOf(answer, target), [answer, target]);
  const other = useTrained(
    useTraining(useShallow((state) => (otherId === '' ? null : runOf(state, otherId)))),
  );
  const { answer: overlaid } = useRunJob('regression', other, NOTHING);
  const { target: name, mae, rmse, r2, baseline } = answer.targets[target]!;
  const judged = answer.training < answer.rows.length ? 'validation' : 'training';
  return (
    <div className={understandCss['results']}>
      <header className={understandCss['summary']}>
        <p>
          <b>{measured(rmse)}</b> RMSE in the unit of {name}, on the {judged} rows
          <small>
            MAE {measured(mae)}
            {r2 !== null && `, R² ${decimal(r2, 3)}`}; always predicting {measured(baseline.prediction)}, the
            mean: RMSE {measured(baseline.rmse)}
          </small>
        </p>
        <p role="status">
          After epoch {count(answer.epoch)}
          {trained.active && ', still training: refreshed after each epoch'}
        </p>
      </header>
      {isCurve ? (
        <FittedCurve {...{ answer, table, target, points }} other={overlaid?.result ?? null} />
      ) : (
        <DependencePlots answer={answer} target={target} />
      )}
      <Agreement points={points} name={name} />
      <WorstRows points={points} table={table} name={name} />
    </div>
  );
}

const SPLITS = [
  { value: 'all', label: 'All' },
  { value: 'validation', label: 'Validation' },
  { value: 'training', label: 'Training' },
] as const;
type Split = (typeof SPLITS)[number]['value'];

interface WorstRowsProps {
  readonly points: readonly FitPoint[];
  readonly table: PreparedTable;
  /** The target's name. */
  readonly name: string;
}

/** Rows with their predictions, the worst first. */
function WorstRows({ points, table, name }: WorstRowsProps) {
  const [split, setSplit] = useState<Split>('all');
  const wanted = points
    .filter(({ validates }) => split === 'all' || validates === (split === 'validation'))
    .sort((a, b) => Math.abs(error(b)) - Math.abs(error(a)));
  return (
    <section className={css['wide']} aria-label="Rows">
      <div className={understandCss['galleryHead']}>
        <h2 className={uiCss['section']}>Rows, worst first</h2>
        {points.some(({ validates }) => validates) && (
          <Segments label="Rows" value={split} options={SPLITS} onChange={setSplit} />
        )}
      </div>
      <SampleRows
        label="Rows with predictions"
        table={table}
        samples={wanted}
        page={25}
        figures={[
          { title: 'Used for', of: ({ validates }) => (validates ? 'validation' : 'training') },
          { title: name, of: ({ truth }) => measured(truth) },
          { title: 'Predicted', of: ({ predicted }) => measured(predicted) },
          { title: 'Error', of: (point) => <b>{measured(error(point))}</b> },
        ]}
      />
    </section>
  );
}

const error = ({ truth, predicted }: FitPoint) => predicted - truth;

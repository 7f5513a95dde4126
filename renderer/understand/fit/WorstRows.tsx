import { useState } from 'react';
import type { PreparedTable } from '../../../engine/data/preparedTable.js';
import { measured } from '../../ui/format.js';
import { Segments } from '../../ui/Segments.js';
import uiCss from '../../ui/ui.module.css';
import { SampleRows } from '../SampleRows.js';
import understandCss from '../understand.module.css';
import css from './fit.module.css';
import type { FitPoint } from './points.js';

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
export function WorstRows({ points, table, name }: WorstRowsProps) {
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

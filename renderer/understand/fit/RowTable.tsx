import { useState } from 'react';
import type { InputColumn, PreparedTable } from '../../../engine/data/preparedTable.js';
import { Button } from '../../ui/Button.js';
import { count, measured } from '../../ui/format.js';
import { Segments } from '../../ui/Segments.js';
import uiCss from '../../ui/ui.module.css';
import understandCss from '../understand.module.css';
import css from './fit.module.css';
import type { FitPoint } from './points.js';

const SPLITS = [
  { value: 'all', label: 'All' },
  { value: 'validation', label: 'Validation' },
  { value: 'training', label: 'Training' },
] as const;
type Split = (typeof SPLITS)[number]['value'];

/** Rows shown at first, and added by the button. */
const PAGE = 25;
/** Input columns shown. */
const MOST_COLUMNS = 6;

interface RowTableProps {
  readonly points: readonly FitPoint[];
  readonly table: PreparedTable;
  /** The target's name. */
  readonly name: string;
}

/** Rows with their predictions, the worst first. */
export function RowTable({ points, table, name }: RowTableProps) {
  const [split, setSplit] = useState<Split>('all');
  const [shown, setShown] = useState(PAGE);
  const wanted = points
    .filter(({ validates }) => split === 'all' || validates === (split === 'validation'))
    .sort((a, b) => error(b) - error(a));
  const columns = table.columns.slice(0, MOST_COLUMNS);
  return (
    <section className={css['wide']} aria-label="Rows">
      <div className={understandCss['galleryHead']}>
        <h2 className={uiCss['section']}>Rows, worst first</h2>
        {points.some(({ validates }) => validates) && (
          <Segments label="Rows" value={split} options={SPLITS} onChange={setSplit} />
        )}
      </div>
      <div className={understandCss['scroll']} tabIndex={0} role="region" aria-label="Rows with predictions">
        <table className={`${uiCss['table'] ?? ''} ${css['rows'] ?? ''}`}>
          <thead>
            <tr>
              <th scope="col">Row</th>
              <th scope="col">Used for</th>
              {columns.map((column) => (
                <th key={column.name} scope="col">
                  {column.name}
                </th>
              ))}
              <th scope="col">{name}</th>
              <th scope="col">Predicted</th>
              <th scope="col">Error</th>
            </tr>
          </thead>
          <tbody>
            {wanted.slice(0, shown).map((point) => (
              <tr key={point.row}>
                <th scope="row">{count(table.rows[point.row]! + 1)}</th>
                <td>{point.validates ? 'validation' : 'training'}</td>
                {columns.map((column) => (
                  <td key={column.name}>{cellText(column, point.row)}</td>
                ))}
                <td>{measured(point.truth)}</td>
                <td>{measured(point.predicted)}</td>
                <td>
                  <b>{measured(point.predicted - point.truth)}</b>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {shown < wanted.length && (
        <Button onClick={() => setShown(shown + PAGE)}>
          {`${count(Math.min(PAGE, wanted.length - shown))} more of ${count(wanted.length)}`}
        </Button>
      )}
    </section>
  );
}

const error = ({ truth, predicted }: FitPoint) => Math.abs(truth - predicted);

function cellText({ cells, texts }: InputColumn, row: number): string {
  const cell = cells[row];
  if (cell == null) return '';
  return texts ? texts[cell]! : measured(cell);
}

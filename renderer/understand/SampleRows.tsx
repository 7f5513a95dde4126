import { type ReactNode, useMemo, useState } from 'react';
import { type InputColumn, prepareTable, type PreparedTable } from '../../engine/data/preparedTable.js';
import { tableOf } from '../../engine/data/tables.js';
import { isImages } from '../../engine/project/samples.js';
import type { TrainedRun } from '../state/understand.js';
import { Button } from '../ui/Button.js';
import { count, measured } from '../ui/format.js';
import uiCss from '../ui/ui.module.css';
import css from './understand.module.css';

/** A run's table as it is trained on; null for images. */
export function useTable({ project: { data } }: TrainedRun): PreparedTable | null {
  return useMemo(() => {
    const table = isImages(data) ? undefined : tableOf(data.source);
    return table && !isImages(data) ? prepareTable(table, data) : null;
  }, [data]);
}

/** Input columns shown. */
const MOST_COLUMNS = 6;

interface SampleRowsProps<S> {
  readonly label: string;
  readonly table: PreparedTable;
  /** Rows of the prepared table. */
  readonly samples: readonly S[];
  /** The columns after the inputs. */
  readonly figures: readonly { readonly title: string; readonly of: (sample: S) => ReactNode }[];
  /** Rows shown at first, and added by the button. */
  readonly page: number;
}

/** Rows of a run's table with what is said of them. */
export function SampleRows<S extends { readonly row: number }>({
  label,
  table,
  samples,
  figures,
  page,
}: SampleRowsProps<S>) {
  const [shown, setShown] = useState(page);
  const columns = table.columns.slice(0, MOST_COLUMNS);
  const titles = ['Row', ...columns.map(({ name }) => name), ...figures.map(({ title }) => title)];
  return (
    <>
      <div className={css['scroll']} tabIndex={0} role="region" aria-label={label}>
        <table className={`${uiCss['table'] ?? ''} ${css['sampleRows'] ?? ''}`}>
          <thead>
            <tr>
              {titles.map((title, i) => (
                <th key={i} scope="col">
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {samples.slice(0, shown).map((sample) => (
              <tr key={sample.row}>
                <th scope="row">{count(table.rows[sample.row]! + 1)}</th>
                {columns.map((column) => (
                  <td key={column.name}>{cellText(column, sample.row)}</td>
                ))}
                {figures.map(({ title, of }) => (
                  <td key={title}>{of(sample)}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {shown < samples.length && (
        <Button onClick={() => setShown(shown + page)}>
          {`${count(Math.min(page, samples.length - shown))} more of ${count(samples.length)}`}
        </Button>
      )}
    </>
  );
}

function cellText({ cells, texts }: InputColumn, row: number): string {
  const cell = cells[row];
  if (cell == null) return '';
  return texts ? texts[cell]! : measured(cell);
}
